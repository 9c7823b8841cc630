using Archive.Connectors.Slack;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Slack;

/// <summary>Whom each run tells the register to be accounts of the firm, and since when nobody else was.</summary>
public sealed class SlackListingTests
{
    private static readonly DateTimeOffset First = SampleCorpus.Start.AddDays(6);
    private static readonly DateTimeOffset Second = First.AddHours(1);
    private static readonly DateTimeOffset Third = First.AddHours(2);
    private static readonly SampleCorpus Sample = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SlackApiKind.Discovery)]
    [InlineData(SlackApiKind.Web)]
    public async Task Lists_members_and_those_who_left_but_no_guest_stranger_or_bot(SlackApiKind api)
    {
        await using var platform = await StartAsync(Sample.Corpus);
        var run = new ReadRun();
        using var source = Source(api, platform, First);

        Assert.Null(await run.GoAsync(source.Connector, Cancellation, pages: 1));

        Assert.True(platform.ServedUntil > SampleCorpus.Ann.ValidTo);
        Assert.Equal(IdsOf(platform, SampleCorpus.Alice, SampleCorpus.Ann, SampleCorpus.Bob), Assert.Single(run.Listings).Accounts.Order());
        Assert.Null(run.Listings[0].Since);
        Assert.Empty(run.Items);
    }

    [Theory]
    [InlineData(SlackApiKind.Discovery)]
    [InlineData(SlackApiKind.Web)]
    public async Task Says_when_the_list_before_stood_of_whoever_joined_or_was_a_guest(SlackApiKind api)
    {
        var nina = SampleCorpus.Bob with { Id = "nina", Name = "Nina New", Email = "nina@harbor.example", ValidFrom = First.AddMinutes(20) };
        var member = SampleCorpus.Zoe with { Kind = CorpusPersonKind.Employee };
        var joined = Sample.Corpus with { People = [.. Sample.People, nina] };
        await using var before = await StartAsync(joined);
        await using var after = await StartAsync(joined with { People = [.. joined.People.Select(p => p == SampleCorpus.Zoe ? member : p)] }, Second);
        var run = new ReadRun();

        await GoAsync(run, api, before, First);
        await GoAsync(run, api, after, Second);
        await GoAsync(run, api, after, Third);

        Assert.Equal(before.IdOf(SampleCorpus.Zoe), after.IdOf(member));
        Assert.Equal([null, First, Second], run.Listings.Select(l => l.Since));
        Assert.Equal(IdsOf(after, nina, member), run.Listings[1].Accounts.Except(run.Listings[0].Accounts).Order());
        Assert.Equal(run.Listings[1].Accounts.Order(), run.Listings[2].Accounts.Order());
    }

    [Theory]
    [InlineData(SlackApiKind.Discovery)]
    [InlineData(SlackApiKind.Web)]
    public async Task Counts_from_the_beginning_of_a_run_that_was_killed_and_went_on(SlackApiKind api)
    {
        await using var platform = await StartAsync(Sample.Corpus);
        using var undisturbed = Source(api, platform, First);
        Assert.Null(await new ReadRun().GoAsync(undisturbed.Connector, Cancellation));
        var told = new HashSet<bool>();

        for (var k = 1; k <= undisturbed.Requests; k++)
        {
            var run = new ReadRun();
            using var dying = Source(api, platform, First, k);
            Assert.IsType<KilledException>(await run.GoAsync(dying.Connector, Cancellation));
            var wasListed = run.Listings.Count == 1;
            told.Add(wasListed);
            await GoAsync(run, api, platform, Second);
            await GoAsync(run, api, platform, Third);

            Assert.Equal((wasListed ? First : null, wasListed ? First : Second), (run.Listings[^2].Since, run.Listings[^1].Since));
        }

        Assert.Equal([false, true], told.Order());
    }

    private static Task<SlackSimulator> StartAsync(Corpus corpus, DateTimeOffset? until = null) =>
        SlackSimulator.StartAsync(corpus, new SlackSimulatorOptions { RateScale = 100_000, ServedUntil = until ?? First }, Cancellation);

    private static SlackSource Source(SlackApiKind api, SlackSimulator platform, DateTimeOffset now, int diesAt = 0) =>
        new(api, platform.BaseAddress, configure: o => o.PageSize = 20, now: now) { DiesAt = diesAt };

    private static async Task GoAsync(ReadRun run, SlackApiKind api, SlackSimulator platform, DateTimeOffset now)
    {
        using var source = Source(api, platform, now);
        Assert.Null(await run.GoAsync(source.Connector, Cancellation));
    }

    private static IEnumerable<string> IdsOf(SlackSimulator platform, params CorpusPerson[] people) => people.Select(platform.IdOf).Order();
}
