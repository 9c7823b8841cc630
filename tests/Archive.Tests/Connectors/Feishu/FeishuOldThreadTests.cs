using Archive.Core.Connectors;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>A thread that begins on a message older than any run looks back: only the event of its reply tells of it.</summary>
public sealed class FeishuOldThreadTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly CorpusConversation Desk = Chat("desk");
    private static readonly CorpusConversation Other = Chat("other");

    private static readonly Corpus Firm = new(
        "Harbor Bank",
        Now.AddDays(40),
        [Employee("alice", "Alice Chen"), Employee("bob", "Bob Li")],
        [Desk, Other],
        [
            new CorpusMessage("root", "desk", "alice", Now.AddDays(-40), "said forty days ago"),
            new CorpusMessage("since", "desk", "bob", Now.AddDays(-1), "what the chat has come to since"),
            new CorpusMessage("elsewhere", "other", "bob", Now.AddDays(-1), "of another chat"),
            new CorpusMessage("first", "desk", "bob", Now.AddHours(1), "answered today", ThreadOf: "root"),
            new CorpusMessage("second", "desk", "alice", Now.AddHours(3), "and once more", ThreadOf: "root"),
            new CorpusMessage("late", "desk", "alice", Now.AddDays(10), "after a quiet week", ThreadOf: "root"),
        ]);

    private FeishuSimulator? _platform;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FeishuSimulator Platform => _platform!; // set before any test runs

    private string ThreadId => Platform.ThreadIdOf(Firm.Messages.Single(m => m.Id == "root"))!; // it has replies

    private string Part => $"thread:{Platform.IdOf(Desk)}:{ThreadId}";

    public async ValueTask InitializeAsync() =>
        _platform = await FeishuSimulator.StartAsync(Firm, new FeishuSimulatorOptions { ExtraOneIn = 0, PostOneIn = 0, QuoteReplyOneIn = 0 }, Stop);

    public ValueTask DisposeAsync() => Platform.DisposeAsync();

    [Fact]
    public async Task Its_reply_is_captured_and_the_thread_remembered_when_an_event_names_it()
    {
        var run = await ReadAsync(Now);

        await ReadAsync(Now.AddHours(2), run, Named(Desk, ThreadId));
        await ReadAsync(Now.AddHours(4), run);

        Assert.Equal(["root", "since", "first", "second"], Found(run));
        Assert.NotNull(run.Cursor.Find(Part));
        Assert.Equal(Platform.IdOf(Firm.Messages.Single(m => m.Id == "root")), run.Items.First(i => i.NativeId == IdOf("first")).Message!.ThreadId);
    }

    [Fact]
    public async Task Without_an_event_it_is_missed_by_the_run_of_each_day_too()
    {
        var run = await ReadAsync(Now);
        await ReadAsync(Now.AddHours(2), run);
        await ReadAsync(Now.AddHours(2), run, []);
        await ReadAsync(Now.AddDays(2), run);

        Assert.Equal(["root", "since"], Found(run));

        // The next event of the thread brings what was missed.
        await ReadAsync(Now.AddDays(2), run, Named(Desk, ThreadId));
        Assert.Equal(["root", "since", "first", "second"], Found(run));
    }

    [Fact]
    public async Task A_known_one_that_was_quiet_is_read_at_once()
    {
        var run = await ReadAsync(Now.AddHours(4));
        await ReadAsync(Now.AddDays(9.9), run);

        await ReadAsync(Now.AddDays(10), run);
        Assert.DoesNotContain("late", Found(run));
        await ReadAsync(Now.AddDays(10), run, Named(Desk, ThreadId));

        Assert.Contains("late", Found(run));
    }

    [Fact]
    public async Task One_that_the_platform_does_not_know_is_passed_over_and_not_remembered()
    {
        var run = await ReadAsync(Now);
        var before = run.Cursor.Parts.Keys.Order().ToList();

        await ReadAsync(Now.AddHours(2), run, Named(Desk, "omt_made_up"));
        await ReadAsync(Now.AddHours(2), run, $"oc_unknown:{ThreadId}");
        await ReadAsync(Now.AddHours(2), run, ":", "a:", ":b", "::", "");
        await ReadAsync(Now.AddHours(3), run); // until then it could have been shown late

        Assert.Equal(before, run.Cursor.Parts.Keys.Order());
    }

    [Fact]
    public async Task One_of_another_chat_is_not_taken_for_this_one_s()
    {
        var run = await ReadAsync(Now);
        var before = run.Cursor.Parts.Keys.Order().ToList();

        await ReadAsync(Now.AddHours(2), run, Named(Other, ThreadId));
        await ReadAsync(Now.AddHours(3), run);

        Assert.DoesNotContain("first", Found(run));
        Assert.Equal(before, run.Cursor.Parts.Keys.Order());
    }

    [Fact]
    public async Task A_death_at_any_request_loses_nothing_of_it()
    {
        var hint = Named(Desk, ThreadId);
        for (var k = 1; ; k++)
        {
            var run = await ReadAsync(Now);
            Platform.ServedUntil = Now.AddHours(2);
            using var dying = new FeishuSource(Platform.BaseAddress, now: Now.AddHours(2)) { DiesAt = k };
            if (await run.GoAsync(Follow(dying, hint), Stop) is null)
            {
                Assert.True(k > 5);
                return;
            }

            // The hint stands until a run that followed it came to its end.
            await ReadAsync(Now.AddHours(2), run, hint);
            Assert.Equal(["root", "since", "first"], Found(run));
        }
    }

    private string IdOf(string message) => Platform.IdOf(Firm.Messages.Single(m => m.Id == message));

    private IEnumerable<string> Found(ReadRun run)
    {
        var ids = run.Items.Select(i => i.NativeId).ToHashSet(StringComparer.Ordinal);
        return Firm.Messages.Where(m => m.ConversationId == "desk" && ids.Contains(Platform.IdOf(m))).Select(m => m.Id);
    }

    private string Named(CorpusConversation chat, string thread) => $"{Platform.IdOf(chat)}:{thread}";

    private Task<ReadRun> ReadAsync(DateTimeOffset now) => ReadAsync(now, new ReadRun(), source => source.Connector);

    private Task<ReadRun> ReadAsync(DateTimeOffset now, ReadRun into) => ReadAsync(now, into, source => source.Connector);

    /// <param name="hint">What events have named.</param>
    private Task<ReadRun> ReadAsync(DateTimeOffset now, ReadRun into, params string[] hint) => ReadAsync(now, into, source => Follow(source, hint));

    private async Task<ReadRun> ReadAsync(DateTimeOffset now, ReadRun into, Func<FeishuSource, IChatConnector> open)
    {
        Platform.ServedUntil = now;
        using var source = new FeishuSource(Platform.BaseAddress, now: now);
        Assert.Null(await into.GoAsync(open(source), Stop));
        return into;
    }

    private static IChatConnector Follow(FeishuSource source, params string[] hint) => ((IHintedConnector)source.Connector).Following(hint);

    private static CorpusConversation Chat(string id) => new(id, id, CorpusConversationKind.PrivateChannel, Now.AddDays(-50), ["alice", "bob"], false);

    private static CorpusPerson Employee(string id, string name) =>
        new(id, id, name, null, null, null, CorpusPersonKind.Employee, Now.AddDays(-100), null, Now.AddDays(-99));
}
