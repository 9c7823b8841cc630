using System.Collections.Concurrent;
using System.Globalization;
using Archive.Connectors.Slack;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack.Faults;

namespace Archive.IntegrationTests.Faults;

/// <summary>Whatever the platform and the network do, the archive ends up with what an undisturbed pull gives it.</summary>
public sealed class PullUnderFaultsTests
{
    private static readonly Corpus Corpus = BankCorpusGenerator.Generate(250, 3);
    private static readonly ConcurrentDictionary<SlackApiKind, Lazy<Task<HashSet<(string Id, string Revision, string Text)>>>> Calm = new();

    /// <summary>Seeds to try with each API; ARCHIVE_TEST_FAULT_SEEDS asks for more than twenty.</summary>
    public static TheoryData<SlackApiKind, int> Seeds
    {
        get
        {
            var count = int.Parse(Environment.GetEnvironmentVariable("ARCHIVE_TEST_FAULT_SEEDS") ?? "20", CultureInfo.InvariantCulture);
            var seeds = new TheoryData<SlackApiKind, int>();
            for (var seed = 1; seed <= count; seed++)
            {
                seeds.Add(SlackApiKind.Discovery, seed);
                seeds.Add(SlackApiKind.Web, seed);
            }

            return seeds;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Holds_what_an_undisturbed_pull_holds(SlackApiKind api, int seed)
    {
        var expected = await Calm.GetOrAdd(api, a => new(() => ReadCalmAsync(a))).Value;
        await using var pull = await SlackPull.StartAsync(
            Corpus,
            api,
            o =>
            {
                o.Faults = Schedule(seed);
                o.FaultHang = TimeSpan.FromMilliseconds(5);
                o.RepeatBoundaryMessage = seed % 2 == 0;
            },
            o => o.PageSize = seed % 3 == 0 ? 7 : 20);

        await pull.FinishAsync();

        var held = await pull.ReadAsync();
        Assert.True(expected.SetEquals(held), $"missing {expected.Except(held).Count()}, unexpected {held.Except(expected).Count()}");
        Assert.True(pull.Platform.FaultCounts.Values.Sum() > 20, "hardly a fault was injected");
        await pull.Archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Outlasts_a_failure_longer_than_its_patience()
    {
        var expected = await Calm.GetOrAdd(SlackApiKind.Discovery, a => new(() => ReadCalmAsync(a))).Value;
        await using var pull = await SlackPull.StartAsync(
            Corpus, SlackApiKind.Discovery, o => o.Faults = FaultSchedule.At(Enumerable.Range(60, 8).ToDictionary(n => n, _ => FaultKind.ServerError)));

        Assert.True(await pull.FinishAsync() > 0, "no run failed");

        Assert.True(expected.SetEquals(await pull.ReadAsync()));
        await pull.Archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Gives_up_on_answers_that_never_come_and_asks_again()
    {
        var expected = await Calm.GetOrAdd(SlackApiKind.Discovery, a => new(() => ReadCalmAsync(a))).Value;
        await using var pull = await SlackPull.StartAsync(
            Corpus,
            SlackApiKind.Discovery,
            o => o.Faults = FaultSchedule.At(new Dictionary<int, FaultKind> { [3] = FaultKind.Hang, [50] = FaultKind.Hang }),
            o =>
            {
                o.Http.AttemptTimeout = TimeSpan.FromSeconds(1);
                o.Http.FirstDelay = TimeSpan.FromMilliseconds(1);
            },
            time: TimeProvider.System);

        await pull.FinishAsync();

        Assert.Equal(2, pull.Platform.FaultCounts[FaultKind.Hang]);
        Assert.True(expected.SetEquals(await pull.ReadAsync()));
        await pull.Archive.AssertSoundAsync();
    }

    private static async Task<HashSet<(string Id, string Revision, string Text)>> ReadCalmAsync(SlackApiKind api)
    {
        await using var pull = await SlackPull.StartAsync(Corpus, api);
        Assert.Equal(0, await pull.FinishAsync());
        var held = await pull.ReadAsync();
        Assert.True(held.Count > 50, $"only {held.Count} records");
        return held;
    }

    /// <summary>One request in four goes wrong, and now and then more in a row than the connector has patience for.</summary>
    private static FaultSchedule Schedule(int seed)
    {
        var random = new Random(seed);
        var kinds = Enum.GetValues<FaultKind>();
        FaultKind[] failures = [FaultKind.ServerError, FaultKind.ConnectionReset, FaultKind.RateLimited, FaultKind.TruncatedJson, FaultKind.GarbledJson];
        var faults = new Dictionary<int, FaultKind>();
        for (var n = 1; n <= 3_000; n++)
        {
            if (random.NextDouble() < 0.25)
            {
                faults[n] = kinds[random.Next(kinds.Length)];
            }

            // Past the first requests, so that each run gets somewhere.
            if (n % 150 == 0)
            {
                var kind = failures[random.Next(failures.Length)];
                for (var last = n + 8; n < last; n++)
                {
                    faults[n] = kind;
                }
            }
        }

        return FaultSchedule.At(faults);
    }
}
