using System.Text.Json;
using System.Text.RegularExpressions;

namespace Archive.Web.Refusals;

/// <summary>Something that is never built here, with the words by which it would show in the name of a package, a type, a setting, an address, a field or
/// a call to a platform. The page "What this archive cannot do" lists them; a test of the build looks for them.</summary>
/// <param name="Id">Names its words: <c>Refusal.ID</c> and <c>Refusal.ID.Why</c>.</param>
/// <param name="Words">Regular expressions, matched without regard to case on names that are split into words.</param>
internal sealed partial record Refusal(string Id, IReadOnlyList<string> Words)
{
    private const string File = "refusals.json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<Refusal> All { get; } = Read();

    /// <summary>The first refusal that a name falls under.</summary>
    /// <returns>Null when it may be.</returns>
    public static Refusal? Find(string name)
    {
        var words = Spaces().Replace(Boundaries().Replace(name, " "), " ");
        return All.FirstOrDefault(refusal => refusal.Words.Any(word =>
            Regex.IsMatch(name, word, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience)
            || Regex.IsMatch(words, word, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience)));
    }

    private static IReadOnlyList<Refusal> Read()
    {
        using var stream = typeof(Refusal).Assembly.GetManifestResourceStream(File) ?? throw new InvalidOperationException($"{File} is not in the assembly.");
        return JsonSerializer.Deserialize<Refusal[]>(stream, JsonSerializerOptions.Web) ?? [];
    }

    /// <summary>Between the words of a name as code writes it: before capitals, and where signs are.</summary>
    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|[_\\-./]", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Boundaries();

    [GeneratedRegex(" +", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Spaces();
}
