using System.Diagnostics;
using Xunit;

namespace Archive.Tests.Redaction;

/// <summary>A megabyte of text made to be slow may cost more than ordinary text, but not without bound. The bound is wide because machines are busy and
/// the first megabyte meets code that is compiled yet; a quadratic scan of it takes minutes.</summary>
public sealed class HostileTextTests
{
    private const int Megabyte = 1 << 20;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

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
    [InlineData("１")]
    [InlineData("４１１１　")]
    [InlineData("4111 1111 1111 1111 ")]
    [InlineData("4111 1111 1111 1112-")]
    [InlineData("12-")]
    [InlineData("12.")]
    [InlineData("12·")]
    [InlineData("12(")]
    [InlineData("12)")]
    [InlineData("12\u00A0")]
    [InlineData("12\u200B")]
    [InlineData("12\u3000")]
    [InlineData("+86")]
    [InlineData("+86 1")]
    [InlineData("00 86 ")]
    [InlineData("010-6202 ")]
    [InlineData("(212) 703-")]
    [InlineData("110105 19491231 ")]
    [InlineData("pay 4111111111111112 ")]
    [InlineData("x@y.zz ")]
    [InlineData("a..b@c.de ")]
    [InlineData("＠")]
    public void A_megabyte_is_read_in_bounded_time(string unit) => ReadsInBoundedTime(string.Concat(Enumerable.Repeat(unit, Megabyte / unit.Length)));

    /// <summary>What surrounds a number may be long, and may not be read again for every number.</summary>
    [Fact]
    public void Cards_behind_a_long_blank_are_read_in_bounded_time() =>
        ReadsInBoundedTime(new string(' ', Megabyte / 2) + string.Concat(Enumerable.Repeat("4111111111111111,", Megabyte / 2 / 17)));

    private static void ReadsInBoundedTime(string text)
    {
        TestRedaction.Replacing.Redact(text[..1024]);

        // The machine may have other work: the fastest of three counts.
        var elapsed = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3 && elapsed >= Most; attempt++)
        {
            var clock = Stopwatch.StartNew();
            TestRedaction.Replacing.Redact(text);
            elapsed = clock.Elapsed < elapsed ? clock.Elapsed : elapsed;
        }

        Assert.True(elapsed < Most, $"{text[^32..]}: {elapsed.TotalMilliseconds:F0} ms");
    }
}
