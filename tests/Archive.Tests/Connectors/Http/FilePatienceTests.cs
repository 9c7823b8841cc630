using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Connectors.Http;

/// <summary>A page waits for a file that cannot be fetched for now, and in the end goes on without it.</summary>
public sealed class FilePatienceTests
{
    private static readonly Dictionary<string, string?> Done = new() { ["mark"] = "1" };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, string> _cursor = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private readonly List<SourceItem> _stored = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_third_run_goes_on_without_the_file_and_the_others_are_there()
    {
        _broken.Add("b");

        Assert.Equal(ConnectorFailure.Transient, await RunAsync("a", "b"));
        Assert.Equal(ConnectorFailure.Transient, await RunAsync("a", "b"));
        Assert.Empty(_stored);
        Assert.Null(await RunAsync("a", "b"));

        Assert.Equal([AttachmentState.Stored, AttachmentState.Failed], _stored.Select(i => i.Message!.Attachments[0].State));
        Assert.Equal("The platform gave no usable answer to the download, however often it was asked for.", _stored[1].Message!.Attachments[0].Reason);
        Assert.Equal(new Dictionary<string, string> { ["mark"] = "1" }, _cursor);
    }

    [Fact]
    public async Task Runs_that_follow_each_other_quickly_do_not_use_the_patience_up()
    {
        _broken.Add("a");
        for (var run = 0; run < 5; run++)
        {
            Assert.Equal(ConnectorFailure.Transient, await RunAsync(TimeSpan.FromMinutes(1), "a"));
        }

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Null(await RunAsync("a"));
    }

    [Fact]
    public async Task A_file_that_comes_in_the_end_is_stored_and_nothing_is_remembered()
    {
        _broken.Add("a");
        Assert.Equal(ConnectorFailure.Transient, await RunAsync("a"));
        _broken.Clear();

        Assert.Null(await RunAsync("a"));

        Assert.Equal(AttachmentState.Stored, Assert.Single(_stored).Message!.Attachments[0].State);
        Assert.DoesNotContain("files", _cursor.Keys);
    }

    [Fact]
    public async Task Files_that_break_in_turns_are_counted_together()
    {
        var failures = new List<ConnectorFailure?>();
        foreach (var broken in new[] { "a", "b", "a" })
        {
            _broken.Clear();
            _broken.Add(broken);
            failures.Add(await RunAsync("a", "b"));
        }

        Assert.Equal([ConnectorFailure.Transient, ConnectorFailure.Transient, null], failures);
    }

    [Fact]
    public async Task Another_page_has_its_own_count()
    {
        _broken.UnionWith(["a", "c"]);
        await RunAsync("a");
        await RunAsync("a");

        Assert.Equal(ConnectorFailure.Transient, await RunAsync("c"));

        Assert.StartsWith("1 ", _cursor["files"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_cursor_is_saved_nothing_waits()
    {
        _broken.Add("a");

        Assert.Null(await RunAsync(TimeSpan.Zero, saves: false, "a"));

        Assert.Equal(AttachmentState.Failed, Assert.Single(_stored).Message!.Attachments[0].State);
    }

    [Theory]
    [InlineData(ConnectorFailure.Throttled)]
    [InlineData(ConnectorFailure.Unauthorized)]
    public async Task What_is_about_more_than_the_file_is_not_counted(ConnectorFailure kind)
    {
        _broken.Add("a");

        Assert.Equal(kind, await RunAsync(TimeSpan.Zero, saves: true, kind, "a"));

        Assert.Empty(_cursor);
    }

    private Task<ConnectorFailure?> RunAsync(params string[] files) => RunAsync(TimeSpan.FromMinutes(40), files);

    private Task<ConnectorFailure?> RunAsync(TimeSpan before, params string[] files) => RunAsync(before, saves: true, files);

    private Task<ConnectorFailure?> RunAsync(TimeSpan before, bool saves, params string[] files) => RunAsync(before, saves, ConnectorFailure.Transient, files);

    private async Task<ConnectorFailure?> RunAsync(TimeSpan before, bool saves, ConnectorFailure kind, params string[] files)
    {
        _time.Advance(before);
        var parts = saves ? new CursorParts(new SourceCursor(new Dictionary<string, string>(_cursor))) : null;
        var pages = new ItemPages<string>(
            file => file,
            (file, _) => Task.FromResult(_broken.Contains(file)
                ? throw new ConnectorException(kind, "down")
                : (Describe(file, AttachmentState.Stored, null), (FileBytes?)FileBytes.Of([1]))),
            patience: new FilePatience<string>((file, reason) => Describe(file, AttachmentState.Failed, reason), parts, _time));
        try
        {
            await foreach (var page in pages.EmitAsync(files.Select(Item), parts?.Apply(new(Done)) ?? Done, Stop))
            {
                _stored.AddRange(page.Items);
                foreach (var (part, value) in page.CursorChanges)
                {
                    if (value is null)
                    {
                        _cursor.Remove(part);
                    }
                    else
                    {
                        _cursor[part] = value;
                    }
                }
            }

            return null;
        }
        catch (ConnectorException e)
        {
            return e.Kind;
        }
    }

    private static Attachment Describe(string file, AttachmentState state, string? reason) => new(file, file, "text/plain", 1, state, null, reason);

    private static MappedItem<string> Item(string file) => new(
        new SourceItem(
            "m-" + file,
            new byte[] { 1 },
            new ChatMessage
            {
                NativeId = "m-" + file,
                Kind = MessageKind.Text,
                Conversation = new Conversation("c", "c", ConversationKind.Group, []),
                Sender = new Participant("p", "p", ParticipantKind.Member),
                SentAt = DateTimeOffset.UnixEpoch,
                Text = "",
            }),
        [file]);
}
