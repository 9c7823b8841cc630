using System.Linq.Expressions;
using Archive.Core.Jobs;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Archive.Jobs;

/// <summary>The one place that knows how the catalogue runs on Hangfire: registers every job's schedule at the start, runs the workers, and starts
/// jobs on demand. Uses the storage it is given and none of Hangfire's process-wide settings, so that several archives fit in one process.</summary>
public sealed class HangfireBinding(JobCatalog catalog, ILeases leases, JobStorage storage, JobActivator activator, IOptions<JobsOptions> options)
    : IJobScheduler, IHostedService, IDisposable
{
    private static readonly string[] OfSources = [CatalogedJob.Key(JobNames.Pull, ""), CatalogedJob.Key(JobNames.Confirm, "")];

    private BackgroundJobServer? _server;

    public IReadOnlyList<ScheduledJob> ReadJobs()
    {
        using var connection = storage.GetConnection();
        var next = connection.GetRecurringJobs().ToDictionary(job => job.Id, job => job.NextExecution, StringComparer.Ordinal);
        return [.. catalog.Jobs.Select(job => new ScheduledJob(job.Name, job.Source, job.Schedule, Utc(next.GetValueOrDefault(job.Id))))];
    }

    public async Task RunNowAsync(string job, string? source, string startedBy, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(startedBy);
        var known = catalog.Get(job, source);
        if (!await leases.IsHeldAsync(known.Id, cancellationToken))
        {
            new BackgroundJobClient(storage).Enqueue(Call(known, startedBy));
        }
    }

    public async Task<bool> RetryQuarantineAsync(string? source, string? kind, long[]? items, string startedBy, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(startedBy);
        if (await leases.IsHeldAsync(CatalogedJob.Key(JobNames.RetryQuarantine, source), cancellationToken))
        {
            return false;
        }

        new BackgroundJobClient(storage).Enqueue<HangfireJobs>(jobs => jobs.RetryQuarantineAsync(source, kind, items, startedBy, CancellationToken.None));
        return true;
    }

    /// <exception cref="ArgumentException">A schedule is not a cron expression; the message names the job.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.RunHere)
        {
            return Task.CompletedTask;
        }

        Schedule();
        catalog.Changed += ScheduleAgain;
        _server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                WorkerCount = options.Value.Workers,
                Activator = activator,
                ShutdownTimeout = options.Value.ShutdownTimeout,
                ServerName = $"archive-{Environment.MachineName}",
            },
            storage);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        catalog.Changed -= ScheduleAgain;
        if (_server is { } server)
        {
            server.SendStop();
            await server.WaitForShutdownAsync(cancellationToken);
        }
    }

    public void Dispose() => _server?.Dispose();

    private void ScheduleAgain(object? sender, EventArgs e) => Schedule();

    /// <summary>Harmless when it is repeated, also by several processes: what a storage of them all holds is renewed.</summary>
    private void Schedule()
    {
        var recurring = new RecurringJobManager(storage);
        var jobs = catalog.Jobs;
        foreach (var job in jobs)
        {
            try
            {
                recurring.AddOrUpdate(job.Id, Call(job, JobNames.Schedule), job.Schedule, new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException(
                    $"The schedule '{job.Schedule}' of job {job.Id} is not a cron expression such as '*/15 * * * *'. Correct it in archive.json.", e);
            }
        }

        // A source that is gone would be pulled and read again, and fail, for ever: a storage of several processes outlives the settings.
        using var connection = storage.GetConnection();
        foreach (var left in connection.GetRecurringJobs().Where(left => OfSources.Any(kind => left.Id.StartsWith(kind, StringComparison.Ordinal)) && jobs.All(job => job.Id != left.Id)))
        {
            recurring.RemoveIfExists(left.Id);
        }
    }

    private static Expression<Func<HangfireJobs, Task>> Call(CatalogedJob job, string startedBy) => job switch
    {
        // Hangfire puts its own token in place of this one.
        { Name: JobNames.Pull, Source: { } source } => jobs => jobs.PullAsync(source, startedBy, CancellationToken.None),
        { Name: JobNames.Confirm, Source: { } source } => jobs => jobs.ConfirmAsync(source, startedBy, CancellationToken.None),
        { Name: JobNames.Index } => jobs => jobs.IndexAsync(startedBy, CancellationToken.None),
        { Name: JobNames.CleanUp } => jobs => jobs.CleanUpAsync(startedBy, CancellationToken.None),
        { Name: JobNames.Verify } => jobs => jobs.VerifyAsync(startedBy, CancellationToken.None),
        { Name: JobNames.RunSavedSearches } => jobs => jobs.RunSavedSearchesAsync(startedBy, CancellationToken.None),
        _ => throw new ArgumentException($"Job {job.Id} has no class that runs it.", nameof(job)),
    };

    private static DateTimeOffset? Utc(DateTime? time) =>
        time is { } known ? new DateTimeOffset(DateTime.SpecifyKind(known, DateTimeKind.Utc)) : null;
}
