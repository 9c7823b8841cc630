using System.Diagnostics;
using Xunit;

namespace Archive.Tests.Redaction;

/// <summary>A megabyte of text made to be slow may cost more than ordinary text, but not without bound. The bound is wide because machines are busy;
/// a quadratic scan of a megabyte takes minutes.</summary>
public sealed class HostileTextTests
{
    private const int Megabyte = 1 << 20;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("1")]
    [InlineData("9")]
    [InlineData("1 ")]
    [InlineData("13-")]
    [InlineData("0")]
    [InlineData("a@")]
    [InlineData("a@a.")]
    [InlineData("a.")]
    [InlineData("@")]
    [InlineData("@例.")]
    [InlineData("+1 ")]
    [InlineData("6217 0000 ")]
    [InlineData("4111-")]
    [InlineData("卡号1234567 ")]
    [InlineData("⟦")]
    public void A_megabyte_is_read_in_bounded_time(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, Megabyte / unit.Length));
        TestRedaction.Replacing.Redact(text[..1024]);

        var clock = Stopwatch.StartNew();
        TestRedaction.Replacing.Redact(text);

        Assert.True(clock.Elapsed < Most, $"{unit}: {clock.Elapsed.TotalMilliseconds:F0} ms");
    }
}
