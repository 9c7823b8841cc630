using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Tests.Connectors.Slack;

/// <summary>Files that another organisation shares, of which a message says nothing but the id.</summary>
public sealed class SlackSharedFileTests
{
    private const string Stub = """{"id":"F1","mode":"file_access","file_access":"check_file_info"}""";
    private const string Shown = """{"ok":true,"file":{"id":"F1","name":"rates.txt","mimetype":"text/plain","size":3,"mode":"hosted","file_access":"visible","url_private":"https://slack.com/files/F1"}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SlackApiKind.Web, "files.info")]
    [InlineData(SlackApiKind.Discovery, "discovery.file.info")]
    public async Task The_platform_is_asked_for_it_before_it_is_taken(SlackApiKind api, string method)
    {
        var (item, asked) = await ReadAsync(api, Shown);

        var file = Assert.Single(item.Message!.Attachments);
        Assert.Equal(("F1", "rates.txt", AttachmentState.Stored), (file.Id, file.Name, file.State));
        Assert.Equal("abc"u8.ToArray(), item.Files!["F1"].Read());
        Assert.Equal([method], asked);
    }

    [Theory]
    [InlineData("""{"ok":false,"error":"file_not_found"}""")]
    [InlineData("""{"ok":false,"error":"access_denied"}""")]
    [InlineData("""{"ok":false,"error":"slack_connect_file_link_sharing_blocked"}""")]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":true,"file":[]}""")]
    [InlineData("""{"ok":true,"file":{"id":"F1","mode":"file_access","file_access":"check_file_info"}}""")]
    public async Task What_the_platform_does_not_show_is_listed_with_the_reason(string answer)
    {
        var (item, _) = await ReadAsync(SlackApiKind.Web, answer);

        var file = Assert.Single(item.Message!.Attachments);
        Assert.Equal(("F1", AttachmentState.NotTaken), (file.Id, file.State));
        Assert.Equal("Shared by another organisation, and the platform does not show it to the app.", file.Reason);
    }

    private static async Task<(SourceItem Item, string[] Asked)> ReadAsync(SlackApiKind api, string info)
    {
        const string Message = """{"type":"message","user":"U1","ts":"1000000001.000000","text":"see","files":[FILE]}""";
        using var network = new FakeNetwork((request, _) => FakeNetwork.Json(request.RequestUri!.AbsolutePath switch // clients always set an address
        {
            "/api/auth.test" => """{"ok":true,"team_id":"T1"}""",
            "/api/discovery.enterprise.info" => """{"ok":true,"enterprise":{"id":"E1","teams":[{"id":"T1"}]}}""",
            "/api/users.list" or "/api/discovery.users.list" =>
                """{"ok":true,"members":[{"id":"U1","team_id":"T1","name":"al"}],"users":[{"id":"U1","team_id":"T1","teams":["T1"],"name":"al"}]}""",
            "/api/conversations.list" or "/api/discovery.conversations.list" or "/api/discovery.user.conversations" => """{"ok":true,"channels":[{"id":"C1","name":"c","is_member":true}]}""",
            "/api/conversations.members" or "/api/discovery.conversations.members" => """{"ok":true,"members":["U1"]}""",
            "/api/files.info" or "/api/discovery.file.info" => info,
            "/files/F1" => "abc",
            _ => $$"""{"ok":true,"messages":[{{Message.Replace("FILE", Stub, StringComparison.Ordinal)}}]}""",
        }));
        using var source = new SlackSource(api, network: network);
        var run = new ReadRun();

        var failure = await run.GoAsync(source.Connector, Stop);

        Assert.True(failure is null, failure?.ToString());
        return (Assert.Single(run.Items), [.. network.Requests.Select(r => r.Address.Segments[^1]).Where(m => m.EndsWith(".info", StringComparison.Ordinal) && m.Contains("file", StringComparison.Ordinal))]);
    }
}
