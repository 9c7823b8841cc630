using Archive.Connectors.Slack;

namespace Archive.Tests.Connectors.Slack;

/// <summary>What a run says it has read up to is a time of the platform's.</summary>
public sealed class SlackClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(null)]
    public async Task A_run_begins_when_it_does_there_where_our_clock_is_ahead(int? hoursAhead)
    {
        using var network = new FakeNetwork((request, _) =>
        {
            var answer = FakeNetwork.Json(request.RequestUri!.AbsolutePath switch // clients always set an address
            {
                "/api/auth.test" => """{"ok":true,"team_id":"T1"}""",
                "/api/users.list" => """{"ok":true,"members":[{"id":"U1","team_id":"T1","name":"al"}]}""",
                "/api/conversations.list" => """{"ok":true,"channels":[{"id":"C1","name":"desk","is_channel":true,"is_member":true}]}""",
                _ => """{"ok":true,"messages":[],"members":[]}""",
            });
            answer.Headers.Date = hoursAhead is { } hours ? Now.AddHours(-hours) : null;
            return answer;
        });
        using var source = new SlackSource(SlackApiKind.Web, network: network, now: Now);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, TestContext.Current.CancellationToken));

        var began = DateTimeOffset.Parse(run.Cursor.Find("complete")!, System.Globalization.CultureInfo.InvariantCulture); // the run wrote it
        Assert.InRange(began, Now.AddHours(-Math.Max(0, hoursAhead ?? 0)).AddSeconds(-1), Now.AddHours(-Math.Max(0, hoursAhead ?? 0)).AddSeconds(1));
    }
}
