using Archive.Core.Search;
using Archive.Core.Search.Language;
using CsCheck;
using Xunit;

namespace Archive.Tests.Search;

public sealed class HighlighterTests
{
    [Theory]
    [InlineData("手机", "我的手机坏了，手机！", "手机|手机")]
    [InlineData("手机号", "手机和手机号", "手机号")]
    [InlineData("手", "我的手机", "手")]
    [InlineData("wire", "Wire, WIRED and ｗｉｒｅ", "Wire|ｗｉｒｅ")]
    [InlineData("\"wire transfer\"", "a wire-transfer, wire a transfer", "wire-transfer")]
    [InlineData("wire -draft", "wire the draft", "wire")]
    [InlineData("wire OR NOT (NOT draft)", "wire the draft", "wire|draft")]
    [InlineData("𠮷野", "去𠮷野家", "𠮷野")]
    [InlineData("\"买 手机\"", "我要买 手机吗", "买 手机")]
    [InlineData("cafe\u0301", "un CAFÉ noir", "CAFÉ")]
    [InlineData("的手 手机", "我的手机", "的手机")]
    [InlineData("from:alice", "alice", "")]
    [InlineData("wor*", "Words and a sword", "Words")]
    [InlineData("*or?", "Words of a sword, ford", "sword|ford")]
    [InlineData("\"wir* transfer\"", "wired transfer, transfer wire", "wired transfer")]
    [InlineData("iphone* OR 手机*", "iPhone15手机号", "iPhone15手机")]
    [InlineData("wire w/2 now", "wire, now and not: wire it later", "wire|now")]
    [InlineData("now pre/2 wire", "wire now", "")]
    [InlineData("(手 OR pay*) w/3 转账", "用手转账，付款通知 payment", "手转账")]
    [InlineData("-(a w/2 b)", "a b", "")]
    public void Marks_what_was_searched(string query, string text, string marked)
    {
        var spans = new Highlighter(QueryBinder.Bind(query, SearchScope.Everything, TimeProvider.System)).Find(text);

        Assert.Equal(marked, string.Join('|', spans.Select(span => text.Substring(span.Start, span.Length))));
    }

    [Fact]
    public void Cuts_a_window_around_the_first_hit()
    {
        var text = string.Concat(Enumerable.Repeat("filler words ", 100)) + "the wire transfer " + string.Concat(Enumerable.Repeat("more text ", 100));

        var snippet = new Highlighter(QueryBinder.Bind("\"wire transfer\"", SearchScope.Everything, TimeProvider.System)).Cut(text);

        Assert.InRange(snippet.Text.Length, 120, 200);
        var span = Assert.Single(snippet.Spans);
        Assert.Equal("wire transfer", snippet.Text.Substring(span.Start, span.Length));
        Assert.True(snippet.StartsInside);
        Assert.True(snippet.EndsInside);
    }

    [Fact]
    public void Spans_of_a_window_lie_inside_it_for_any_text()
    {
        var highlighter = new Highlighter(QueryBinder.Bind("a OR 手 OR 𠮷野", SearchScope.Everything, TimeProvider.System));

        Pick.From("a", "b ", "手", "机", "𠮷", "野", "\u0301", " ", "，", "\uD842").Array[0, 400].Select(string.Concat).Sample(
            text =>
            {
                var snippet = highlighter.Cut(text);
                Assert.True(text.Contains(snippet.Text, StringComparison.Ordinal));
                Assert.All(snippet.Spans, span => Assert.True(span.Start >= 0 && span.Length > 0 && span.End <= snippet.Text.Length));
                Assert.True(snippet.Spans.Count > 0 || highlighter.Find(text).Count == 0);
            },
            iter: 5_000, threads: 1);
    }
}
