using System.Globalization;
using System.Linq.Expressions;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Jobs;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Archive.Tests.Jobs;

/// <summary>The catalogue on Hangfire, whatever storage it has.</summary>
public abstract class HangfireContract
{
    /// <summary>An empty storage, the same one for every process of a test.</summary>
    protected abstract JobStorage Storage { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_catalogue_is_bound_once_with_its_schedules()
    {
        var jobs = new JobsHarness(Source("slack"), Source("desk"));
        await using var services = Build(jobs, o => o.Pull["desk"] = "0 4 * * *");
        await StartAsync(services);

        var scheduled = services.GetRequiredService<IJobScheduler>().ReadJobs();
        using var connection = services.GetRequiredService<JobStorage>().GetConnection();
        var recurring = connection.GetRecurringJobs();

        Assert.Equal(
            [("pull", "slack", "*/15 * * * *"), ("pull", "desk", "0 4 * * *"), ("index", null, "* * * * *"), ("clean-up", null, "0 2 * * *"), ("verify", null, "0 3 * * *"), ("run-saved-searches", null, "10 * * * *")],
            scheduled.Select(j => (j.Name, j.Source, j.Schedule)));
        Assert.Equal(
            services.GetRequiredService<JobCatalog>().Jobs.Select(j => (j.Id, j.Schedule)).Order(),
            recurring.Select(r => (r.Id, r.Cron)).Order());
        Assert.All(scheduled, j => Assert.Equal(TimeSpan.Zero, j.NextRun?.Offset));
        await StopAsync(services);
    }

    [Fact]
    public async Task A_source_that_comes_later_is_scheduled_and_one_that_goes_is_not_any_more()
    {
        var jobs = new JobsHarness(Source("slack"));
        await using var services = Build(jobs);
        await StartAsync(services);
        using var connection = services.GetRequiredService<JobStorage>().GetConnection();

        jobs.Sources.Show([Source("desk") with { Schedule = "5 * * * *", CanConfirm = true }]);
        var come = connection.GetRecurringJobs().Where(r => r.Id.StartsWith("pull", StringComparison.Ordinal)).Select(r => (r.Id, r.Cron)).Order().ToList();
        var between = connection.GetRecurringJobs().Select(r => r.Id).ToList();
        jobs.Sources.Show([]);
        var gone = connection.GetRecurringJobs().Select(r => r.Id).ToList();

        Assert.Equal([("pull:desk", "5 * * * *"), ("pull:slack", "*/15 * * * *")], come);
        Assert.Equal(services.GetRequiredService<JobCatalog>().Jobs.Select(j => j.Id).Order(), gone.Order());
        Assert.Contains("confirm:desk", between);
        Assert.Contains("pull:slack", gone);
        await StopAsync(services);
    }

    [Fact]
    public async Task A_source_that_another_process_made_is_pulled_at_once()
    {
        var jobs = new JobsHarness(Source("slack"));
        jobs.Renewing = catalog =>
        {
            catalog.Show([Source("desk")]);
            return Task.CompletedTask;
        };
        await using var services = Build(jobs);
        await StartAsync(services);

        new BackgroundJobClient(services.GetRequiredService<JobStorage>()).Enqueue<HangfireJobs>(h => h.PullAsync("desk", "ann", CancellationToken.None));
        var run = await FinishedAsync(jobs, JobNames.Pull, "ann");

        Assert.Equal(("desk", JobOutcome.Succeeded), (run.Source, run.Outcome));
        await StopAsync(services);
    }

    [Fact]
    public async Task A_job_started_by_a_person_runs_on_a_worker_under_the_persons_name()
    {
        var jobs = new JobsHarness(Source("slack"));
        await using var services = Build(jobs);
        await StartAsync(services);

        await services.GetRequiredService<IJobScheduler>().RunNowAsync(JobNames.Verify, null, "ann", Token);
        var run = await FinishedAsync(jobs, JobNames.Verify);

        Assert.Equal(("ann", JobOutcome.Succeeded), (run.StartedBy, run.Outcome));
        await StopAsync(services);
    }

    [Fact]
    public async Task A_failed_job_is_not_retried_behind_the_schedules_back_and_shows_no_inner_text()
    {
        var jobs = new JobsHarness();
        jobs.Verifier.Answer = _ => throw new InvalidOperationException("quotes a message");
        await using var services = Build(jobs);
        await StartAsync(services);

        await services.GetRequiredService<IJobScheduler>().RunNowAsync(JobNames.Verify, null, "ann", Token);
        await FinishedAsync(jobs, JobNames.Verify);
        var monitoring = services.GetRequiredService<JobStorage>().GetMonitoringApi();
        await UntilAsync(() => monitoring.FailedCount() > 0);

        Assert.Equal(0, monitoring.ScheduledCount());
        Assert.DoesNotContain("quotes a message", Assert.Single(monitoring.FailedJobs(0, 10)).Value.ExceptionDetails, StringComparison.Ordinal);
        await StopAsync(services);
    }

    [Theory]
    [InlineData("pull", "teams")]
    [InlineData("pull", null)]
    [InlineData("verify", "slack")]
    [InlineData("format-disk", null)]
    public async Task An_unknown_job_is_refused(string job, string? source)
    {
        var jobs = new JobsHarness(Source("slack"));
        await using var services = Build(jobs);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => services.GetRequiredService<IJobScheduler>().RunNowAsync(job, source, "ann", Token));

        Assert.Contains("Known jobs: pull:slack, index, clean-up, verify, run-saved-searches.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_runs_already_is_not_started_again()
    {
        var jobs = new JobsHarness();
        await using var services = Build(jobs);

        await jobs.Leases.TryTakeAsync(JobNames.Verify, TimeSpan.FromMinutes(1), Token);
        await services.GetRequiredService<IJobScheduler>().RunNowAsync(JobNames.Verify, null, "ann", Token);

        Assert.Equal(0, services.GetRequiredService<JobStorage>().GetMonitoringApi().EnqueuedCount("default"));
    }

    [Fact]
    public async Task A_schedule_that_is_no_cron_expression_names_its_job()
    {
        var jobs = new JobsHarness(Source("slack"));
        await using var services = Build(jobs, o => o.Pull["slack"] = "sometimes");

        var error = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(services));

        Assert.Contains("'sometimes' of job pull:slack", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_workers_are_refused()
    {
        await using var services = Build(new JobsHarness(), o => o.Workers = 33);

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<JobsOptions>>().Value);
    }

    /// <summary>What a storage that loses sight of a worker does: the same job is given to two of them.</summary>
    [Fact]
    public async Task Every_job_twice_at_once_on_two_workers_does_its_work_once()
    {
        var jobs = new JobsHarness(JobsHarness.Source("slack", (cursor, _) => Pages(cursor)) with { CanConfirm = true });
        await using var one = Build(jobs, NothingByItself);
        await using var two = Build(jobs, NothingByItself);
        await StartAsync(one);
        await StartAsync(two);
        var (client, ours) = (new BackgroundJobClient(Storage), new List<string>());
        foreach (var call in (Expression<Func<HangfireJobs, Task>>[])
        [
            j => j.PullAsync("slack", "ann", CancellationToken.None), j => j.IndexAsync("ann", CancellationToken.None), j => j.CleanUpAsync("ann", CancellationToken.None),
            j => j.VerifyAsync("ann", CancellationToken.None), j => j.RunSavedSearchesAsync("ann", CancellationToken.None),
            j => j.RetryQuarantineAsync("slack", "unreadable", null, "ann", CancellationToken.None), j => j.ConfirmAsync("slack", "ann", CancellationToken.None),
        ])
        {
            ours.Add(client.Enqueue(call));
            ours.Add(client.Enqueue(call));
        }

        var monitoring = Storage.GetMonitoringApi();
        string? StateOf(string job) => monitoring.JobDetails(job).History.OrderBy(state => state.CreatedAt).LastOrDefault()?.StateName;
        await UntilAsync(() => ours.All(job => StateOf(job) is "Succeeded" or "Failed"));

        Assert.All(ours, job => Assert.Equal("Succeeded", StateOf(job)));
        Assert.All(jobs.Runs.Runs, run => Assert.Equal(JobOutcome.Succeeded, run.Outcome));
        Assert.Equal(300, jobs.Runs.Runs.Where(run => run.Job == JobNames.Pull).Sum(run => run.Counts["admitted"]));
        Assert.Equal(0, jobs.Runs.Runs.Where(run => run.Job == JobNames.Pull).Sum(run => run.Counts["duplicate"]));
        await StopAsync(one);
        await StopAsync(two);
    }

    [Fact]
    public async Task A_process_without_workers_starts_jobs_that_others_run()
    {
        var jobs = new JobsHarness();
        await using var pages = Build(jobs, o => o.RunHere = false);
        await using var worker = Build(jobs);
        await StartAsync(pages);

        await pages.GetRequiredService<IJobScheduler>().RunNowAsync(JobNames.Verify, null, "ann", Token);
        await Task.Delay(200, Token);
        Assert.Empty(jobs.Runs.Runs);
        await StartAsync(worker);
        var run = await FinishedAsync(jobs, JobNames.Verify);

        Assert.Equal("ann", run.StartedBy);
        Assert.NotNull(pages.GetRequiredService<IJobScheduler>().ReadJobs().Single(job => job.Name == JobNames.Verify).NextRun);
        await StopAsync(worker);
        await StopAsync(pages);
    }

    private static async IAsyncEnumerable<SourcePage> Pages(SourceCursor cursor)
    {
        for (var page = cursor.Find("page") is { } at ? int.Parse(at, CultureInfo.InvariantCulture) : 0; page < 3; page++)
        {
            await Task.Delay(20, Token);
            yield return new SourcePage(
                [.. Enumerable.Range(page * 100, 100).Select(i => JobsHarness.Item($"m{i}"))],
                new Dictionary<string, string?> { ["page"] = $"{page + 1}" });
        }
    }

    private static void NothingByItself(JobsOptions options) =>
        options.DefaultPull = options.Confirm = options.Index = options.CleanUp = options.Verify = options.RunSavedSearches = "0 0 29 2 *";

    private static ConfiguredSource Source(string name) => JobsHarness.Source(name, (_, _) => AsyncEnumerable.Empty<SourcePage>());

    private ServiceProvider Build(JobsHarness jobs, Action<JobsOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IJobRunLog>(jobs.Runs);
        services.AddSingleton(jobs.Sources);
        services.AddSingleton<ILeases>(jobs.Leases);
        services.AddSingleton<IPullHints>(jobs.Hints);
        services.AddSingleton(jobs.Runner);
        services.AddSingleton(jobs.Pull);
        services.AddSingleton(jobs.Index);
        services.AddSingleton(jobs.Confirm);
        services.AddSingleton(jobs.CleanUp);
        services.AddSingleton(jobs.Sweep);
        services.AddSingleton(jobs.RetryQuarantine);
        services.AddSingleton(jobs.Verify);
        services.AddSingleton<ILogVerifier>(jobs.Verifier);
        services.AddSingleton(jobs.SavedSearches);
        services.AddSingleton(Storage);
        services.AddArchiveJobs(configure);
        return services.BuildServiceProvider();
    }

    private static async Task StartAsync(ServiceProvider services)
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Token);
        }
    }

    private static async Task StopAsync(ServiceProvider services)
    {
        foreach (var hosted in services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(Token);
        }
    }

    /// <param name="by">Null for whoever started it.</param>
    private static async Task<JobRun> FinishedAsync(JobsHarness jobs, string job, string? by = null)
    {
        JobRun? Find() => jobs.Runs.Runs.FirstOrDefault(r => r.Job == job && r.Outcome != JobOutcome.Running && r.StartedBy == (by ?? r.StartedBy));
        await UntilAsync(() => Find() is not null);
        return Find() ?? throw new InvalidOperationException("The run went away.");
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(5), "The worker did not do it within five minutes.");
            await Task.Delay(20, Token);
        }
    }
}
