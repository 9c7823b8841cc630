using Archive.Core.Redaction;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Redaction;

/// <summary>Engines with a fixed key and clock.</summary>
internal static class TestRedaction
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>The date that the engines' clock shows.</summary>
    public static DateOnly Today { get; } = new(2026, 1, 1);

    public static RedactionEngine Replacing { get; } = Engine(RedactionPolicy.Default);

    /// <summary>Labels without tags, which makes spans visible in the text.</summary>
    public static RedactionEngine Dropping { get; } = Engine(With(RedactionOperators.Drop));

    public static RedactionEngine Masking { get; } = Engine(With(RedactionOperators.Mask, 0, 4));

    public static RedactionEngine Engine(RedactionPolicy policy, byte[]? key = null) =>
        new(policy, key ?? Key, new FakeTimeProvider(new DateTimeOffset(Today, TimeOnly.MinValue, TimeSpan.Zero)));

    private static RedactionPolicy With(string acting, int first = 0, int last = 0) =>
        new("test", 1, [.. RedactionEntities.All.Select(entity => new RedactionRule(entity, acting, first, last))]);
}
