using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Connectors.Slack;

/// <summary>Whole runs against the simulated platform.</summary>
public sealed class SlackRunTests
{
    private static readonly SampleCorpus Sample = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_every_version_of_a_message_and_its_end()
    {
        await using var platform = await StartAsync();
        var run = await ReadAsync(platform, SlackApiKind.Discovery, 1_000);

        Assert.Equal(
            [("", "first words"), ("e", "second words"), ("e", "third <words>")],
            Versions(run, platform, "edited"));
        Assert.Equal([("", "gone soon"), ("e", "gone sooner"), ("r", "")], Versions(run, platform, "recalled"));
    }

    [Fact]
    public async Task Reads_only_the_recent_conversations_between_full_walks()
    {
        await using var platform = await StartAsync();
        var run = await ReadAsync(platform, SlackApiKind.Discovery, 1_000);
        var walked = platform.RequestCounts["discovery.user.conversations"];
        using var source = Source(platform, SlackApiKind.Discovery, 1_000);

        Assert.Null(await run.GoAsync(source.Connector, Cancellation));

        Assert.Equal(walked, platform.RequestCounts["discovery.user.conversations"]);
        Assert.True(platform.RequestCounts["discovery.conversations.recent"] > 0);
    }

    [Fact]
    public async Task Takes_files_and_says_why_it_did_not_take_the_others()
    {
        await using var platform = await StartAsync(o =>
        {
            o.ExternalFileOneIn = 0;
            o.FileFaults["external"] = FileFault.External;
            o.FileFaults["wrong"] = FileFault.WrongSize;
            o.FileFaults["cut"] = FileFault.Truncated;
            o.FileFaults["trap"] = FileFault.SignInPage;
        });
        var run = new ReadRun();
        var failures = new List<ConnectorFailure?>();
        for (var hour = 0; hour < 3; hour++)
        {
            // The page waits for the file that breaks.
            using var source = new SlackSource(SlackApiKind.Discovery, platform.BaseAddress, now: SampleCorpus.Today.AddHours(hour));
            failures.Add((await run.GoAsync(source.Connector, Cancellation) as ConnectorException)?.Kind);
        }

        Assert.Equal([ConnectorFailure.Transient, ConnectorFailure.Transient, null], failures);
        Assert.Null(run.Cursor.Find("files"));
        var plain = Item(run, platform, "file-plain");
        var stored = Assert.Single(plain.Message!.Attachments);
        Assert.Equal(AttachmentState.Stored, stored.State);
        Assert.Equal(Sample.File("plain").Content, plain.Files![stored.Id].Read());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Sample.File("plain").Content)), stored.Sha256);
        Assert.Equal(AttachmentState.External, Item(run, platform, "file-external").Message!.Attachments[0].State);
        foreach (var failed in new[] { "wrong", "cut", "trap" })
        {
            var attachment = Item(run, platform, $"file-{failed}").Message!.Attachments[0];
            Assert.Equal(AttachmentState.Failed, attachment.State);
            Assert.False(string.IsNullOrEmpty(attachment.Reason));
        }
    }

    [Theory]
    [InlineData(FileFault.Truncated, true)]
    [InlineData(FileFault.Missing, false)]
    public async Task Kept_bytes_tell_of_a_file_that_may_come_later(FileFault fault, bool isTold)
    {
        await using var good = await StartAsync(o => (o.ExternalFileOneIn, o.RelativeFileLinks) = (0, true));
        var kept = Item(await ReadAsync(good, SlackApiKind.Discovery, 1_000), good, "file-plain");
        await using var platform = await StartAsync(o =>
        {
            (o.ExternalFileOneIn, o.RelativeFileLinks) = (0, true);
            o.FileFaults["plain"] = fault;
        });
        using var source = Source(platform, SlackApiKind.Discovery, 1_000);

        var reading = await ((IRawItemSource)source.Connector).OpenRawItems().ReadAsync(new RawItem(kept.NativeId, "", kept.Raw), Cancellation);

        var attachment = Assert.Single(Assert.Single(reading.Items, i => i.Message!.Kind == MessageKind.Text).Message!.Attachments);
        Assert.Equal((AttachmentState.Failed, isTold ? attachment.Reason : null), (attachment.State, reading.FilesNotReady));
    }

    [Fact]
    public async Task Leaves_files_over_the_limit_with_the_reason()
    {
        await using var platform = await StartAsync(o => o.ExternalFileOneIn = 0);
        using var source = new SlackSource(SlackApiKind.Discovery, platform.BaseAddress, configure: o => o.MaxFileBytes = 4_999);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, Cancellation));

        var attachment = Item(run, platform, "file-plain").Message!.Attachments[0];
        Assert.Equal((AttachmentState.NotTaken, "Larger than the limit of 4999 bytes."), (attachment.State, attachment.Reason));
    }

    [Fact]
    public async Task Tells_members_guests_strangers_and_bots_apart()
    {
        await using var platform = await StartAsync();
        var run = await ReadAsync(platform, SlackApiKind.Discovery, 1_000);
        var kinds = run.Items.SelectMany(i => i.Message!.Conversation.Members).DistinctBy(p => p.Id).ToDictionary(p => p.Name, p => p.Kind);

        Assert.Equal(ParticipantKind.Member, kinds["Alice Chen"]);
        Assert.Equal(ParticipantKind.Member, kinds["Ann Left"]);
        Assert.Equal(ParticipantKind.Guest, kinds["Zoe Guest"]);
        Assert.Equal(ParticipantKind.External, kinds["Eve Elsewhere"]);
        Assert.Equal(ParticipantKind.Bot, kinds["TradeBot"]);
        var direct = run.Items.First(i => i.Message!.Conversation.Kind == ConversationKind.Direct).Message!.Conversation;
        Assert.Equal("Alice Chen, Bob Li", direct.Name);
    }

    private static Task<SlackSimulator> StartAsync(Action<SlackSimulatorOptions>? configure = null)
    {
        var options = new SlackSimulatorOptions { RateScale = 100_000 };
        configure?.Invoke(options);
        return SlackSimulator.StartAsync(Sample.Corpus, options, Cancellation);
    }

    private static SlackSource Source(SlackSimulator platform, SlackApiKind api, int pageSize, int diesAt = 0) =>
        new(api, platform.BaseAddress, configure: o => o.PageSize = pageSize) { DiesAt = diesAt };

    private static async Task<ReadRun> ReadAsync(SlackSimulator platform, SlackApiKind api, int pageSize)
    {
        using var source = Source(platform, api, pageSize);
        var run = new ReadRun();
        var failure = await run.GoAsync(source.Connector, Cancellation);
        Assert.True(failure is null, failure?.ToString());
        return run;
    }

    private static string Id(SlackSimulator platform, string message)
    {
        var found = Sample.Message(message);
        return $"{platform.IdOf(Sample.Corpus.Conversations.Single(c => c.Id == found.ConversationId))}:{platform.IdOf(found)}";
    }

    private static Archive.Core.Connectors.SourceItem Item(ReadRun run, SlackSimulator platform, string message) =>
        run.Items.First(i => i.NativeId == Id(platform, message) && i.Message!.Revision.Length == 0);

    private static (string Revision, string Text)[] Versions(ReadRun run, SlackSimulator platform, string message) =>
        [.. run.Items.Where(i => i.NativeId == Id(platform, message) && i.Message!.Kind != MessageKind.Reaction).DistinctBy(ReadRun.Key)
            .OrderBy(i => i.Message!.SentAt).ThenBy(i => i.Message!.Revision, StringComparer.Ordinal)
            .Select(i => (i.Message!.Revision.Split(':')[0], i.Message.Text))];
}
