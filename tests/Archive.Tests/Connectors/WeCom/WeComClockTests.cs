using System.Globalization;
using Archive.Simulators.WeCom;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>What is evidence of a loss is counted on the platform's clock.</summary>
public sealed class WeComClockTests
{
    private static readonly DateTimeOffset Later = SampleCorpus.Today.AddHours(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_that_is_days_ahead_makes_no_gap_and_no_mark_in_the_future()
    {
        await using var platform = await WeComSimulator.StartAsync(new SampleCorpus().Corpus, new WeComSimulatorOptions(), Stop);
        var run = new ReadRun();
        await GoAsync(platform, run, SampleCorpus.Today, SampleCorpus.Today);

        await GoAsync(platform, run, Later, Later.AddDays(6));

        Assert.Empty(run.Gaps);
        Assert.InRange(DateTimeOffset.Parse(run.Cursor.Find("complete")!, CultureInfo.InvariantCulture), Later.AddMinutes(-1), Later.AddMinutes(1)); // the run wrote it
    }

    private static async Task GoAsync(WeComSimulator platform, ReadRun run, DateTimeOffset there, DateTimeOffset here)
    {
        using var network = new ClockOfPlatform(there);
        using var source = new WeComSource(platform, now: here, network: network);
        Assert.Null(await run.GoAsync(source.Connector, Stop));
    }

    private sealed class ClockOfPlatform(DateTimeOffset now) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            answer.Headers.Date = now;
            return answer;
        }
    }
}
