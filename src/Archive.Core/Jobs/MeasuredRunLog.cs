using System.Collections.Concurrent;
using System.Diagnostics;

namespace Archive.Core.Jobs;

/// <summary>A run history that tells telemetry of every run of this process: what the pages list and what the metrics count cannot differ. Runs that an
/// earlier process left open end without being counted.</summary>
public sealed class MeasuredRunLog(IJobRunLog runs) : IJobRunLog
{
    private readonly ConcurrentDictionary<long, (string Job, long Started)> _open = new();

    public async Task<long> StartAsync(string job, string? source, string startedBy, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var id = await runs.StartAsync(job, source, startedBy, cancellationToken);
        _open[id] = (job, started);
        return id;
    }

    public Task ReportAsync(long id, IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken) =>
        runs.ReportAsync(id, counts, cancellationToken);

    public Task FinishAsync(
        long id, JobOutcome outcome, IReadOnlyDictionary<string, long> counts, string? error, CancellationToken cancellationToken)
    {
        // Ahead of the history: a full disk takes the history along, and is just what somebody must be told of.
        if (_open.TryRemove(id, out var run))
        {
            JobTelemetry.Finish(run.Job, Stopwatch.GetElapsedTime(run.Started), outcome);
        }

        return runs.FinishAsync(id, outcome, counts, error, cancellationToken);
    }

    public Task<IReadOnlyList<JobRun>> ReadAsync(string? job, string? source, int take, CancellationToken cancellationToken) =>
        runs.ReadAsync(job, source, take, cancellationToken);

    public Task<JobRun?> FindLastSuccessAsync(string job, string source, CancellationToken cancellationToken) =>
        runs.FindLastSuccessAsync(job, source, cancellationToken);

    public Task<JobRun?> FindFirstAsync(string job, string source, CancellationToken cancellationToken) => runs.FindFirstAsync(job, source, cancellationToken);
}
