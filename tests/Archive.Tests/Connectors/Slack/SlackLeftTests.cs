using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Slack;

/// <summary>Conversations that the app is removed from: nobody can say what was said without it, so that is evidence.</summary>
public sealed class SlackLeftTests
{
    private static readonly DateTimeOffset Start = SampleCorpus.Start;
    private static readonly SampleCorpus Sample = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("general", "parent")]
    [InlineData("desk", "liked")]
    public async Task Tells_of_a_conversation_that_the_app_was_removed_from_and_reads_it_when_it_is_back(string conversation, string saidMeanwhile)
    {
        await using var platform = await StartAsync(conversation);
        var id = platform.IdOf(Sample.Corpus.Conversations.Single(c => c.Id == conversation));
        var meanwhile = $"{id}:{platform.IdOf(Sample.Message(saidMeanwhile))}";
        var run = new ReadRun();
        Assert.Null(await GoAsync(platform, run, 2.6));
        Assert.Empty(run.Gaps);

        Assert.Null(await GoAsync(platform, run, 12));

        Assert.NotNull(run.Cursor.Find($"left:{id}"));
        Assert.DoesNotContain(run.Items, i => i.NativeId == meanwhile);
        var gap = Assert.Single(run.Gaps);
        Assert.Equal(id, gap.Conversation);
        Assert.InRange(gap.From, Start.AddHours(2.5), Start.AddHours(2.6).AddMinutes(5));
        Assert.InRange(gap.To, Start.AddHours(12), Start.AddHours(12.1));

        // Told once.
        Assert.Null(await GoAsync(platform, run, 12.5));
        Assert.Single(run.Gaps);

        // The same firm with the app in the conversation again.
        await using var again = await StartAsync();
        Assert.Null(await GoAsync(again, run, 13));
        Assert.Null(run.Cursor.Find($"left:{id}"));
        Assert.Contains(run.Items, i => i.NativeId == meanwhile);
        Assert.Equal((2, id, gap.To), (run.Gaps.Count, run.Gaps[1].Conversation, run.Gaps[1].From));
        Assert.InRange(run.Gaps[1].To, Start.AddHours(13), Start.AddHours(13.1));
        Assert.Null(await GoAsync(again, run, 13.5));
        Assert.Equal(2, run.Gaps.Count);
    }

    [Fact]
    public async Task Tells_of_the_last_conversation_too_before_the_run_fails_for_lack_of_any()
    {
        await using var platform = await StartAsync("general", "desk");
        var run = new ReadRun();
        Assert.Null(await GoAsync(platform, run, 2.6));

        var failure = Assert.IsType<ConnectorException>(await GoAsync(platform, run, 12));

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Equal(2, run.Gaps.Select(g => g.Conversation).Distinct().Count());
    }

    [Fact]
    public async Task One_that_turns_out_to_be_closed_while_it_is_read_is_told_as_well()
    {
        var isOut = false;
        using var network = new FakeNetwork((request, _) => FakeNetwork.Json(request.RequestUri!.AbsolutePath switch // clients always set an address
        {
            "/api/auth.test" => """{"ok":true,"team_id":"T1"}""",
            "/api/users.list" => """{"ok":true,"members":[{"id":"U1","team_id":"T1","name":"al"}]}""",
            "/api/conversations.list" => """{"ok":true,"channels":[{"id":"C1","name":"c","is_member":true}]}""",
            "/api/conversations.members" => """{"ok":true,"members":["U1"]}""",
            _ when isOut => """{"ok":false,"error":"not_in_channel"}""",
            _ => """{"ok":true,"messages":[{"type":"message","user":"U1","ts":"1000000002.000000","text":"b"}]}""",
        }));
        using var source = new SlackSource(SlackApiKind.Web, network: network, now: Start);
        var run = new ReadRun();
        Assert.Null(await run.GoAsync(source.Connector, Stop));
        isOut = true;
        await Task.Delay(TimeSpan.FromHours(1), source.Time, Stop);

        Assert.Null(await run.GoAsync(source.Connector, Stop));

        Assert.Equal("C1", Assert.Single(run.Gaps).Conversation);
        Assert.Equal("1000000002.000000", run.Cursor.Find("mark:C1"));
    }

    private static async Task<Exception?> GoAsync(SlackSimulator platform, ReadRun run, double hours)
    {
        platform.ServedUntil = Start.AddHours(hours);
        using var source = new SlackSource(SlackApiKind.Web, platform.BaseAddress, now: Start.AddHours(hours));
        return await run.GoAsync(source.Connector, Stop);
    }

    private static Task<SlackSimulator> StartAsync(params string[] removed) => SlackSimulator.StartAsync(
        Sample.Corpus,
        new SlackSimulatorOptions { RateScale = 100_000, AppRemoved = removed.ToDictionary(id => id, _ => Start.AddHours(2.7)) },
        Stop);
}
