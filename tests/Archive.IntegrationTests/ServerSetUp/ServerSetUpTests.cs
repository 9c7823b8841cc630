using System.Globalization;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.IntegrationTests.Crash;
using Archive.IntegrationTests.Pipeline;
using Archive.IntegrationTests.Search;
using Archive.IntegrationTests.Web;
using Archive.Jobs;

namespace Archive.IntegrationTests.ServerSetUp;

/// <summary>The compose file acted out with plain processes: PostgreSQL, Elasticsearch, two workers and the pages. While four simulated organisations are
/// captured and the clean-up disposes of what is due, processes are killed and paused and connections are cut. In the end everything is there exactly once,
/// and what was due is gone exactly once.</summary>
public sealed class ServerSetUpTests : IAsyncLifetime
{
    /// <summary>Messages of all sources; the full size is 200,000.</summary>
    private static readonly int Messages = Read("ARCHIVE_TEST_SERVER_MESSAGES", 6_000);

    private static readonly int Disturbances = Read("ARCHIVE_TEST_KILLS", 7);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Math.Max(6, Messages / 4_000));

    private readonly Random _random = new(7);
    private RunningServers _servers = null!; // made before each test

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The servers for tests run on Linux.");
        Assert.SkipUnless(ElasticsearchServer.CanStart, ElasticsearchServer.Reason);
        _servers = new RunningServers();
        await _servers.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_servers is not null)
        {
            await _servers.DisposeAsync();
        }
    }

    [Fact]
    public async Task Everything_is_there_exactly_once_and_what_was_due_is_gone_whatever_was_killed_meanwhile()
    {
        await using var platforms = await Platforms.StartAsync(4, Messages);
        await using var calm = await platforms.PullCalmlyAsync();
        var held = await HeldMessages.ChooseAsync(calm, [.. platforms.Sources]);
        var folder = await _servers.MakeArchiveAsync(platforms);
        await using var archive = TestArchive.OpenBeside(folder);
        await held.HoldAsync(archive);
        await using var one = new ServerProcess("work", folder.Path, Url());
        await using var two = new ServerProcess("work", folder.Path, Url());
        await using var pages = new ServerProcess("serve", folder.Path, Url());
        ServerProcess[] all = [one, two, pages];
        foreach (var process in all)
        {
            process.Start();
        }

        await UntilAsync(() => AreReadyAsync(all));

        for (var i = 0; i < Disturbances; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2 + (_random.NextDouble() * 6)), Stop);
            await DisturbAsync(i, one, two);
            Assert.All(all, process => Assert.False(process.HasExited, "A process ended by itself."));
        }

        await UntilPulledAsync(archive, platforms);
        await UntilCleanedUpAsync(archive);
        var readAgain = await CountDuplicatesAsync(archive, platforms);
        await UntilPulledAsync(archive, platforms);
        Assert.True(await CountDuplicatesAsync(archive, platforms) > readAgain, "No pull after the clean-up went back over what was disposed of.");
        await UntilAsync(() => AreReadyAsync(all));
        foreach (var process in all)
        {
            Assert.Equal(0, await process.StopAsync(Patience));
        }

        // What cannot be reached and what was taken over fails and comes round again; nothing may look damaged.
        var errors = (await archive.Get<IJobRunLog>().ReadAsync(null, null, 10_000, Stop)).Select(run => run.Error);
        Assert.DoesNotContain(errors, error => error?.Contains("archive verify", StringComparison.Ordinal) == true);
        await archive.AssertSoundAsync();
        var cleanUp = await FindSuccessAsync(archive, JobNames.CleanUp, null, DateTimeOffset.MinValue);
        await new SameOutcome(calm, archive).AssertAsync(held, cleanUp!.StartedAt); // waited for above
    }

    private async Task DisturbAsync(int number, ServerProcess one, ServerProcess two)
    {
        var worker = _random.Next(2) == 0 ? one : two;
        switch (number % 5)
        {
            case 0:
                await worker.KillAsync();
                await Task.Delay(TimeSpan.FromSeconds(1), Stop);
                worker.Start();

                // One that finds no database when it starts says so and ends: whoever runs it starts it again, and nobody does so here.
                await UntilAsync(() => AreReadyAsync([worker]));
                break;
            case 1:
                await _servers.CutConnectionsAsync();
                break;
            case 2:
                // Longer than its leases last: the other worker takes over what this one had.
                await worker.PauseAsync();
                await Task.Delay(TimeSpan.FromSeconds(8), Stop);
                await worker.ResumeAsync();
                break;
            case 3:
                await _servers.RestartPostgreSqlAsync();
                break;
            default:
                await _servers.RestartElasticsearchAsync();
                break;
        }
    }

    /// <summary>A pull of each source that begins from now on has come to its end, and the index has everything.</summary>
    private static async Task UntilPulledAsync(TestArchive archive, Platforms platforms)
    {
        var since = TimeProvider.System.GetUtcNow();
        foreach (var source in platforms.Sources)
        {
            await UntilAsync(async () => await FindSuccessAsync(archive, JobNames.Pull, source, since) is not null);
        }

        await UntilAsync(async () => (await archive.Index.ReadStateAsync(Stop)).Cursor == await archive.Records.ReadLastSequenceAsync(Stop));
    }

    /// <summary>A clean-up that begins from now on has come to its end.</summary>
    private static Task UntilCleanedUpAsync(TestArchive archive)
    {
        var since = TimeProvider.System.GetUtcNow();
        return UntilAsync(async () => await FindSuccessAsync(archive, JobNames.CleanUp, null, since) is not null);
    }

    private static async Task<JobRun?> FindSuccessAsync(TestArchive archive, string job, string? source, DateTimeOffset since) =>
        (await archive.Get<IJobRunLog>().ReadAsync(job, source, 20, Stop)).FirstOrDefault(run => run.Outcome == JobOutcome.Succeeded && run.StartedAt >= since);

    /// <summary>In the sources of which something is disposed of.</summary>
    private static async Task<long> CountDuplicatesAsync(TestArchive archive, Platforms platforms) =>
        (await archive.Records.ReadIntakeAsync(null, Stop))
        .Where(count => count.Outcome == IntakeOutcome.Duplicate && platforms.PolicyOf(count.Source).Action == RetentionAction.Dispose).Sum(count => count.Count);

    private static async Task<bool> AreReadyAsync(IEnumerable<ServerProcess> processes)
    {
        foreach (var process in processes)
        {
            using var browser = new Browser(process.Address);
            try
            {
                if (!(await browser.GetAsync("/health/ready")).IsSuccessStatusCode)
                {
                    return false;
                }
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (!await isTrue())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, $"Not within {Patience}.");
            await Task.Delay(500, Stop);
        }
    }

    private static string Url() => $"http://127.0.0.1:{FreePorts.Take()}";

    private static int Read(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : fallback;
}
