using Archive.Core.Redaction;
using Archive.Tests.Redaction.Reference;
using CsCheck;
using Xunit;

namespace Archive.Tests.Redaction;

/// <summary>The engine against rules written without any thought of speed, over texts of digits and separators alone.</summary>
public sealed class ReferencePropertyTests
{
    private static readonly Dictionary<int, RedactionEngine> Engines = new[] { 1, RedactionPolicy.DefaultThreshold }.ToDictionary(
        threshold => threshold,
        threshold => TestRedaction.Engine(new RedactionPolicy(
            "test", 1, [.. RedactionEntities.All.Select(entity => new RedactionRule(entity, RedactionOperators.Drop))], threshold)));

    private static readonly Gen<string> Separator = Among(" ", " ", "-", "-", ".", "(", ")", "·", "\u3000", "\u200B", "", " (", ") ", "--", "    ", ",", "+", "元", "¥", "X", " x");

    private static readonly Gen<string> Run = Gen.Select(Among(1, 2, 3, 3, 4, 4, 4, 6, 7, 8, 10, 11, 16, 18, 20), Gen.Bool, Gen.Bool).SelectMany((length, few, wide) =>
        Gen.Char[few ? "0168" : "0123456789"].Array[length].Select(digits => string.Concat(digits.Select(d => wide && few ? (char)(d + 0xFEE0) : d))));

    /// <summary>How numbers begin, so that the rules have something to agree on.</summary>
    private static readonly Gen<string> Begun = Gen.Select(
        Among("138", "+86", "+861380013", "0086", "010", "(010)", "0755", "212", "(212)", "+1 ", "+44 (0)", "4111", "6217", "37828", "110105", "1101051949", "0."), Separator, (head, gap) => head + gap);

    private static readonly Gen<string> Whole = Among(
        "4111 1111 1111 1111", "4111111111111111", "6217-0000-0000-0000-004", "3782 822463 10005", "11010519491231002X", "110105 19491231 002X", "440524188001010014",
        "138 0013 8000", "+86 138-0013-8000", "13800138000", "010-62023200-8", "(010) 6202 3200", "0755 8202320", "(212) 703-2001", "+1 212 703 2001", "+44 (0)20 7946 0958");

    private static readonly Gen<string> Text = Gen.OneOf(Gen.Select(Run, Separator, (run, gap) => run + gap), Begun, Gen.Select(Whole, Separator, (whole, gap) => whole + gap))
        .Array[1, 14].Select(string.Concat);

    [Fact]
    public void Finds_what_the_plain_rules_find() =>
        Gen.Select(Text, Among(1, RedactionPolicy.DefaultThreshold)).Sample(
            (text, threshold) => Assert.Equal(ReferenceRedaction.Drop(text, threshold), Engines[threshold].Redact(text).Text),
            iter: 10_000);

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
