using System.IO.Compression;
using System.Text;
using Archive.Connectors.Slack.Export;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Xunit;

namespace Archive.Tests.Connectors.Slack;

public sealed class SlackExportTests : IDisposable
{
    private const string Users = """[{"id":"U1","name":"al","real_name":"Alice Chen","team_id":"T1","is_primary_owner":true},{"id":"U2","name":"bob","team_id":"T1","deleted":true},{"id":"U3","name":"eve","team_id":"T9"}]""";
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"export-{Guid.NewGuid():N}.zip");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Reads_channels_by_name_and_direct_conversations_by_id()
    {
        Write(
            ("users.json", Users),
            ("channels.json", """[{"id":"C1","name":"general","created":"1400000000","members":["U1","U2","U3"]}]"""),
            ("dms.json", """[{"id":"D1","created":1,"members":["U1","U2"]}]"""),
            ("general/2016-01-02.json", """
                [{"type":"message","user":"U1","ts":"1451700000.000002","text":"old form","subtype":"file_share","reply_count":"2",
                  "file":{"id":"F1","name":"a.txt","size":"12","mimetype":"text/plain","url_private":"https:\/\/files.slack.com\/a.txt?t=xoxe-1-2-abc&x=1"}},
                 {"type":"message","subtype":"message_changed","ts":"1451700009.000000","message":{"user":"U2","ts":"1451700001.000000","text":"new","edited":{"ts":"1451700009.000000"}},"original":{"text":"old"}},
                 {"type":"message","user":"U1","text":"no time"}]
                """),
            ("D1/2016-01-02.json", """[{"type":"message","user":"U2","ts":"1451700003.000000","text":"hi"}]"""),
            ("teams/Retail/desk/2016-01-03.json", """[{"type":"message","user":"U1","ts":"1451800003.000000","text":"nested"}]"""),
            ("teams/Retail/groups.json", """[{"id":"G1","name":"desk","members":["U1"]}]"""));
        var run = await ReadAsync();

        Assert.Equal(
            ["C1:1451700000.000002||old form\na.txt", "C1:1451700001.000000|e:1451700009.000000|new", "C1:1451700001.000000||old", "D1:1451700003.000000||hi", "G1:1451800003.000000||nested"],
            run.Items.Where(i => i.Message is not null).Select(i => $"{i.NativeId}|{i.Message!.Revision}|{i.Message.Text}").Order(StringComparer.Ordinal));
        var file = run.Items.Single(i => i.NativeId == "C1:1451700000.000002");
        Assert.Equal(AttachmentState.NotTaken, file.Message!.Attachments[0].State);
        Assert.DoesNotContain("xoxe-1", Encoding.UTF8.GetString(file.Raw.Span), StringComparison.Ordinal);
        Assert.Contains("?t=xoxe-removed&x=1", Encoding.UTF8.GetString(file.Raw.Span), StringComparison.Ordinal);
        Assert.Single(run.Items, i => i.Unreadable is not null);
        Assert.Equal([ParticipantKind.Member, ParticipantKind.Member, ParticipantKind.External], file.Message.Conversation.Members.Select(m => m.Kind));
        Assert.Equal("Alice Chen, bob", run.Items.Single(i => i.NativeId.StartsWith("D1", StringComparison.Ordinal)).Message!.Conversation.Name);
    }

    [Fact]
    public async Task Goes_on_after_any_page_and_reads_a_finished_file_only_once()
    {
        Write(("users.json", Users), ("a/2020-01-01.json", Day(1_200, 1)), ("a/2020-01-02.json", Day(3, 5_000)), ("b/2020-01-01.json", Day(700, 9_000)));
        var whole = await ReadAsync();

        Assert.Equal(1_903, whole.Items.Count);
        for (var pages = 1; pages < whole.Pages; pages++)
        {
            var run = new ReadRun();
            await run.GoAsync(Connector(), Cancellation, pages);
            await run.GoAsync(Connector(), Cancellation);
            Assert.Equal(whole.Items.Select(i => i.NativeId), run.Items.Select(i => i.NativeId));
        }

        Assert.Null(await whole.GoAsync(Connector(), Cancellation));
        Assert.Equal(1_903, whole.Items.Count);
    }

    [Fact]
    public async Task Lists_a_damaged_day_and_goes_on()
    {
        Write(("users.json", Users), ("a/2020-01-01.json", Day(3, 1)[..^20]), ("a/2020-01-02.json", Day(2, 50)), ("a/2020-01-03.json", "{}"), ("a/2020-01-04.json", Day(9_999, 100)));
        var run = await ReadAsync(maxEntryBytes: 100_000);

        Assert.Equal(3, run.Items.Count(i => i.Unreadable is not null));
        Assert.Contains(run.Items, i => i.NativeId == "a:0000000051.000000");
    }

    [Theory]
    [InlineData("../evil/2020-01-01.json", "leads out")]
    [InlineData("/abs/2020-01-01.json", "leads out")]
    [InlineData("a\\..\\2020-01-01.json", "leads out")]
    [InlineData("holiday.jpg", "not an export of Slack")]
    public async Task Refuses_other_archives(string entry, string words)
    {
        Write((entry, "[]"));

        var failure = Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(Connector(), Cancellation));

        Assert.Equal(ConnectorFailure.Permanent, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_what_is_no_zip_or_not_there()
    {
        Assert.Contains("does not exist", (await new ReadRun().GoAsync(Connector(), Cancellation))!.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_path, "PK no", Cancellation);

        Assert.Contains("not a complete zip", (await new ReadRun().GoAsync(Connector(), Cancellation))!.Message, StringComparison.Ordinal);
    }

    private static string Day(int count, int first) =>
        $"[{string.Join(',', Enumerable.Range(first, count).Select(i => $$"""{"type":"message","user":"U1","ts":"{{i}}.000000","text":"m"}"""))}]";

    private SlackExportConnector Connector(long maxEntryBytes = 1 << 20) => new(new SlackExportOptions { Source = "export", Path = _path, MaxEntryBytes = maxEntryBytes });

    private async Task<ReadRun> ReadAsync(long maxEntryBytes = 1 << 20)
    {
        var run = new ReadRun();
        var failure = await run.GoAsync(Connector(maxEntryBytes), Cancellation);
        Assert.True(failure is null, failure?.ToString());
        return run;
    }

    private void Write(params (string Name, string Content)[] entries)
    {
        using var zip = ZipFile.Open(_path, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(content);
        }
    }
}
