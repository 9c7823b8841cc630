using Archive.Core.Connectors;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors;

/// <summary>What every live connector does, against the simulator of its platform. One short subclass for each way to read a platform.</summary>
public abstract class ConnectorContract
{
    private static readonly double[] Moments = [3.2, 12, 5 * 24, 10 * 24];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [InlineData(50)]
    [InlineData(7)]
    public async Task Captures_every_message_once_by_id_and_revision(int pageSize)
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        var run = await ReadAsync(platform, pageSize);

        Assert.Equal(platform.Expected.Order(), run.Items.Select(i => i.NativeId).Distinct().Order());
        var twice = run.Items.GroupBy(ReadRun.Key).Where(g => g.Count() > 1).Select(g => g.Key.Id).Distinct();
        Assert.Equal(platform.ShownTwice(run).Distinct().Order(), twice.Order());
        Assert.All(run.Items, i => Assert.True(i.Message is not null, i.Unreadable));
        Assert.Null(run.Cursor.Find("position"));
        Assert.NotNull(run.Cursor.ReadThrough);
    }

    [Fact]
    public async Task A_run_without_the_permission_to_read_is_an_alarm_and_no_success()
    {
        await using var platform = await StartWithoutPermissionAsync();
        using var source = platform.Open(50);
        var run = new ReadRun();

        var failure = Assert.IsType<ConnectorException>(await run.GoAsync(source.Connector, Cancellation));

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Empty(run.Items);
    }

    [Fact]
    public async Task Goes_on_after_a_death_at_any_request_without_losing_an_item()
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        using var undisturbed = platform.Open(11);
        var whole = new ReadRun();
        Assert.Null(await whole.GoAsync(undisturbed.Connector, Cancellation));

        for (var k = 1; k <= undisturbed.Requests; k++)
        {
            var run = new ReadRun();
            using var dying = platform.Open(11, k);
            Assert.IsType<KilledException>(await run.GoAsync(dying.Connector, Cancellation));
            Assert.Null(run.Cursor.ReadThrough);
            using var second = platform.Open(11);
            Assert.Null(await run.GoAsync(second.Connector, Cancellation));

            Assert.True(whole.Keys.SetEquals(run.Keys), $"death at request {k}: missing {string.Join(' ', whole.Keys.Except(run.Keys))}");
            Assert.Null(run.Cursor.Find("position"));
            Assert.NotNull(run.Cursor.ReadThrough);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Captures_the_same_items_whatever_the_network_does(int seed)
    {
        await using var calm = await StartAsync(new SimulatorSettings());
        var undisturbed = await ReadAsync(calm, 11);
        var expected = undisturbed.Keys;
        await using var stormy = await StartAsync(new SimulatorSettings(seed));

        var run = await ReadAsync(stormy, 11);

        Assert.True(expected.SetEquals(run.Keys), $"missing {string.Join(' ', expected.Except(run.Keys))}, unexpected {string.Join(' ', run.Keys.Except(expected))}");
        Assert.Equal(FilesOf(undisturbed), FilesOf(run));
        Assert.True(stormy.Faults > 0, "no fault was injected");
    }

    /// <summary>What became of every file, in order of its item.</summary>
    private static List<string> FilesOf(ReadRun run) =>
    [
        .. run.Items.DistinctBy(ReadRun.Key).OrderBy(i => i.NativeId, StringComparer.Ordinal).ThenBy(i => i.Message?.Revision, StringComparer.Ordinal)
            .SelectMany(i => (i.Message?.Attachments ?? []).Select(a => $"{i.NativeId} {i.Message!.Revision} {a.Id} {a.State} {a.Sha256}")), // those with attachments have a message
    ];

    [Fact]
    public async Task Finds_in_later_runs_what_happened_since()
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        var run = new ReadRun();

        // Never more than seven of the platform's days apart: that is how far back Slack tells of recent conversations.
        foreach (var until in Moments.Select(h => SampleCorpus.Start.AddHours(h)))
        {
            platform.ServedUntil = until;
            using var source = platform.Open(50, now: until);
            Assert.Null(await run.GoAsync(source.Connector, Cancellation));
        }

        var fresh = await ReadAsync(platform, 50);
        Assert.True(fresh.Keys.IsSubsetOf(run.Keys), string.Join(' ', fresh.Keys.Except(run.Keys)));
        Assert.Contains(run.Items, i => i.Message!.Revision.Length == 0 && i.Message.Text == "first words");
    }

    [Fact]
    public async Task Finds_nothing_new_in_a_run_after_which_nothing_happened()
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        var run = await ReadAsync(platform, 50);
        var (keys, marks) = (run.Keys, run.Cursor.Parts.Where(p => p.Key.StartsWith("mark:", StringComparison.Ordinal)).ToDictionary());
        using var again = platform.Open(50);

        Assert.Null(await run.GoAsync(again.Connector, Cancellation));

        Assert.True(keys.SetEquals(run.Keys));
        Assert.Equal(marks, run.Cursor.Parts.Where(p => p.Key.StartsWith("mark:", StringComparison.Ordinal)).ToDictionary());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(26)]
    [InlineData(24 * 400)]
    public async Task A_second_read_gives_out_what_a_first_run_does(int hours)
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        var first = await ReadAsync(platform, 11);
        var since = hours == 0 ? DateTimeOffset.UnixEpoch : SampleCorpus.Start.AddHours(hours);

        // Edits of older messages are looked for as far back from now as by any run.
        using var source = platform.Open(11, now: SampleCorpus.Today);
        var connector = Assert.IsAssignableFrom<IConfirmingConnector>(source.Connector);

        var again = await ReadAgainAsync(connector, new SecondRead(since));

        var expected = first.Items.Where(i => i.Message!.SentAt >= since).Select(ReadRun.Key).ToHashSet();
        Assert.True(expected.SetEquals(again.Select(ReadRun.Key)), string.Join(' ', expected.Except(again.Select(ReadRun.Key)).Concat(again.Select(ReadRun.Key).Except(expected))));
        Assert.Equal(hours > 1_000, expected.Count == 0);
        Assert.All(again, i => Assert.Null(i.Files));
        var files = first.Items.DistinctBy(ReadRun.Key).ToDictionary(ReadRun.Key, i => i.Message!.Attachments.Select(a => (a.Id, a.Name)).ToList());
        Assert.All(again, i => Assert.Equal(files[ReadRun.Key(i)], i.Message!.Attachments.Select(a => (a.Id, a.Name))));
    }

    [Fact]
    public async Task A_second_read_fetches_the_files_that_it_is_asked_for()
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        var first = await ReadAsync(platform, 11);
        var wanted = first.Items.First(i => i.Files is not null);
        using var source = platform.Open(11);

        var again = await ReadAgainAsync(
            (IConfirmingConnector)source.Connector, new SecondRead(DateTimeOffset.UnixEpoch, item => ReadRun.Key(item) == ReadRun.Key(wanted)));

        Assert.Equal([ReadRun.Key(wanted)], again.Where(i => i.Files is not null).Select(ReadRun.Key).Distinct());
        Assert.Equal(wanted.Files!.Select(f => (f.Key, f.Value.Sha256)), again.First(i => i.Files is not null).Files!.Select(f => (f.Key, f.Value.Sha256)));
        Assert.Equal(wanted.Message!.Attachments, again.First(i => i.Files is not null).Message!.Attachments);
    }

    [Fact]
    public async Task A_pull_and_a_second_read_may_run_side_by_side()
    {
        await using var platform = await StartAsync(new SimulatorSettings());
        var expected = (await ReadAsync(platform, 11)).Keys;
        using var source = platform.Open(11);
        var run = new ReadRun();

        var pull = run.GoAsync(source.Connector, Cancellation);
        var again = await ReadAgainAsync((IConfirmingConnector)source.Connector, new SecondRead(DateTimeOffset.UnixEpoch));
        Assert.Null(await pull);

        Assert.True(expected.SetEquals(run.Keys));
        Assert.True(expected.SetEquals(again.Select(ReadRun.Key)));
    }

    private static async Task<List<SourceItem>> ReadAgainAsync(IConfirmingConnector connector, SecondRead read)
    {
        var items = new List<SourceItem>();
        await foreach (var page in connector.ReadAgainAsync(read, Cancellation))
        {
            Assert.Empty(page.CursorChanges);
            Assert.Null(page.Gap);
            Assert.Null(page.Listed);
            Assert.Null(page.Directory);
            items.AddRange(page.Items);
        }

        return items;
    }

    /// <summary>Starts the platform with the sample corpus.</summary>
    private protected abstract Task<SimulatedSource> StartAsync(SimulatorSettings settings);

    /// <summary>Starts it for an app that may read none of the messages, in the way that looks most like there were none.</summary>
    private protected abstract Task<SimulatedSource> StartWithoutPermissionAsync();

    private protected static async Task<ReadRun> ReadAsync(SimulatedSource platform, int pageSize)
    {
        using var source = platform.Open(pageSize);
        var run = new ReadRun();
        var failure = await run.GoAsync(source.Connector, Cancellation);
        Assert.True(failure is null, failure?.ToString());
        return run;
    }
}
