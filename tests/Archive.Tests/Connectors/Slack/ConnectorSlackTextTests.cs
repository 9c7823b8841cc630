using System.Text.Json;
using Archive.Connectors.Slack.Directory;
using Archive.Connectors.Slack.Text;
using Archive.Connectors.Slack.Wire;
using Xunit;

namespace Archive.Tests.Connectors.Slack;

public sealed class ConnectorSlackTextTests
{
    private readonly SlackDirectory _names = new(["T1"]);

    public ConnectorSlackTextTests()
    {
        _names.Add(new SlackUser { Id = "U1", RealName = "Alice Chen", TeamId = "T1" });
        _names.AddChannel("C1", "general");
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a &lt; b &amp;&amp; c &gt; d &amp;lt; &nbsp;", "a < b && c > d &lt; &nbsp;")]
    [InlineData("<@U1> <@U1|al> <@U9|zoe> <@U9>", "@Alice Chen @Alice Chen @zoe @U9")]
    [InlineData("<#C1> <#C9|old> <#C9|>", "#general #old #C9")]
    [InlineData("<!here> <!channel|channel> <!subteam^S1|@desk> <!subteam^S1>", "@here @channel @desk @S1")]
    [InlineData("<!date^1392734382^{date}|Feb 18>", "Feb 18")]
    [InlineData("<https://e.org/?a=1&amp;b=2>", "https://e.org/?a=1&b=2")]
    [InlineData("<https://e.org|the site> <mailto:a@e.org|a@e.org>", "the site (https://e.org) a@e.org")]
    [InlineData("1 < 2 and 😀 :smile: <", "1 < 2 and 😀 :smile: <")]
    public void Mrkdwn_becomes_plain(string mrkdwn, string plain) => Assert.Equal(plain, SlackMrkdwn.ToPlain(mrkdwn, _names));

    [Fact]
    public void Blocks_are_walked_to_every_leaf()
    {
        var text = Of("""
            {"text":"","blocks":[{"type":"rich_text","elements":[
              {"type":"rich_text_section","elements":[{"type":"text","text":"See "},{"type":"link","url":"https://e.org","text":"site"},{"type":"emoji","name":"+1"},
                {"type":"broadcast","range":"here"},{"type":"channel","channel_id":"C1"},{"type":"date","timestamp":5,"fallback":"today"},{"type":"novelty","text":"!"}]},
              {"type":"rich_text_list","style":"ordered","indent":0,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},
                {"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]},
              {"type":"rich_text_quote","elements":[{"type":"user","user_id":"U1"}]}]},
             {"type":"section","text":{"type":"mrkdwn","text":"<@U1> &amp; co"},"fields":[{"type":"plain_text","text":"<raw>"}]},
             {"type":"divider"},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Approve"}}]},
             {"type":"header","text":{"type":"plain_text","text":"Head"}},{"type":"context","elements":[{"type":"mrkdwn","text":"small"},{"type":"image","alt_text":"pic"}]},
             {"type":"image","alt_text":"chart","title":{"type":"plain_text","text":"Q4"}},{"type":"markdown","text":"**md**"}]}
            """);

        Assert.Equal(
            "See site (https://e.org):+1:@here#generaltoday!\n1. one\n2. two\n@Alice Chen\n@Alice Chen & co\n<raw>\nApprove\nHead\nsmall\npic\nchart\nQ4\n**md**",
            text);
    }

    [Fact]
    public void Text_that_says_something_else_than_the_blocks_is_kept_too()
    {
        const string Block = """[{"type":"section","text":{"type":"mrkdwn","text":"Trade *filled*"}}]""";

        Assert.Equal("Trade *filled*\nYou have a trade", Of($$"""{"text":"You have a trade","blocks":{{Block}}}"""));
        Assert.Equal("Trade *filled*", Of($$"""{"text":"Trade filled","blocks":{{Block}}}"""));
    }

    [Fact]
    public void Files_and_shared_messages_are_text()
    {
        var text = Of("""
            {"text":"look","attachments":[{"author_name":"Bob","text":"shared &amp; kept","fallback":"shared &amp; kept","footer":"desk",
               "message_blocks":[{"message":{"blocks":[{"type":"section","text":{"type":"plain_text","text":"inner"}}]}}]}],
             "files":[{"id":"F1","title":"P&L December","name":"pnl.xlsx","preview_plain_text":"sum"},null,{"id":"F2","title":"a.txt","name":"a.txt"}]}
            """);

        Assert.Equal("look\nBob\nshared & kept\ndesk\ninner\nP&L December\npnl.xlsx\nsum\na.txt", text);
    }

    [Fact]
    public void Hostile_nesting_ends()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"type":"x","elements":[""", 60)) + string.Concat(Enumerable.Repeat("]}", 60));

        Assert.Equal("end", Of($$"""{"text":"end","blocks":[{{deep}}]}"""));
    }

    private string Of(string json) => SlackText.Of(
        JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 200 }).RootElement.Deserialize(new SlackJson(new JsonSerializerOptions(SlackJson.Default.Options) { MaxDepth = 200 }).SlackMessage)!, _names);
}
