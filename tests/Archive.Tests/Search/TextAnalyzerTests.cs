using System.Text;
using Archive.Core.Search.Analysis;
using CsCheck;
using Xunit;

namespace Archive.Tests.Search;

public sealed class TextAnalyzerTests
{
    [Theory]
    [InlineData("Hello, World!", "hello world")]
    [InlineData("don't stop", "don t stop")]
    [InlineData("我的手机", "我的 的手 手机 机")]
    [InlineData("买iPhone手机。好", "买 iphone 手机 机 好")]
    [InlineData("𠮷野家", "𠮷野 野家 家")]
    [InlineData("すし屋", "すし し屋 屋")]
    [InlineData("한국", "한국 국")]
    [InlineData("e\u0301te\u0301", "été")]
    [InlineData("ＡＢＣ１２", "abc12")]
    [InlineData("漢\uFE00字", "汉字 字")]
    [InlineData("頭髮發後", "头发 发发 发后 后")]
    [InlineData("乾隆 幹部 干净", "干隆 隆 干部 部 干净 净")]
    [InlineData("\uF9DB", "率")]
    [InlineData("soft\u00ADhyphen", "softhyphen")]
    [InlineData("m²", "m2")]
    [InlineData("a\uD800b", "a b")]
    [InlineData("⟦phone:7k3q⟧", "phone 7k3q")]
    [InlineData("😀 ok", "😀 ok")]
    [InlineData("好👍🏽收到✅", "好 👍 收到 到 ✅")]
    [InlineData("👨\u200D👩\u200D👧ok", "👨 👩 👧 ok")]
    [InlineData("☎️5 → ═ ©", "☎ 5")]
    [InlineData("", "")]
    public void Makes_tokens(string text, string tokens) => Assert.Equal(tokens, TokensOf(text));

    [Fact]
    public void Cuts_long_runs()
    {
        Assert.Equal($"{new string('x', 64)} {new string('x', 64)} xx", TokensOf(new string('X', 130)));
        Assert.Equal(new string('x', 64), TokensOf(new string('x', 64)));
    }

    [Fact]
    public void Any_text_gives_tokens_that_both_engines_keep_whole()
    {
        var analyzer = new TextAnalyzer();

        AnyText.Sample(
            text =>
            {
                analyzer.Analyze(text);
                var joined = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(analyzer.Utf8);
                var split = joined.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal(analyzer.Tokens.Length, split.Length);
                foreach (var token in split)
                {
                    Assert.All(token, value => Assert.True(char.IsAsciiLetterOrDigit(value) || (value > 0x7F && !char.IsWhiteSpace(value)), token));
                }
            },
            iter: 20_000, threads: 1);
    }

    [Fact]
    public void Offsets_stay_inside_the_text_and_never_go_back()
    {
        var analyzer = new TextAnalyzer();

        AnyText.Sample(
            text =>
            {
                analyzer.Analyze(text);
                var last = 0;
                foreach (var token in analyzer.Tokens)
                {
                    Assert.InRange(token.Start, last, text.Length);
                    Assert.InRange(token.HeadEnd, token.Start + 1, token.End);
                    Assert.InRange(token.End, token.HeadEnd, text.Length);
                    last = token.Start;
                }
            },
            iter: 20_000, threads: 1);
    }

    [Fact]
    public void Survives_endless_marks() => Assert.NotEmpty(TokensOf("a" + new string('\u0301', 100_000) + string.Concat(Enumerable.Repeat("\u0323\u0301", 100_000))));

    private static Gen<string> AnyText { get; } = Gen.OneOf(
        Gen.String,
        Gen.OneOf(
            Gen.Char['\u4E00', '\u9FFF'], Gen.Char['a', 'z'], Gen.Char['\uD800', '\uDFFF'], Gen.Char['\u0300', '\u036F'], Gen.Char['\u3040', '\u30FF'],
            Gen.Char['\uAC00', '\uAC40'], Gen.Char['\uFB00', '\uFFFF'], Gen.Char[' ', '@'], Gen.Char['\u1100', '\u11FF']).Array[0, 40].Select(units => new string(units)));

    private static string TokensOf(string text)
    {
        var analyzer = new TextAnalyzer();
        analyzer.Analyze(text);
        return Encoding.UTF8.GetString(analyzer.Utf8);
    }
}
