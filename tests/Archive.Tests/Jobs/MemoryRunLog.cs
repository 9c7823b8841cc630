using System.Collections.Concurrent;
using Archive.Core.Jobs;

namespace Archive.Tests.Jobs;

/// <summary>Run history in memory.</summary>
internal sealed class MemoryRunLog : IJobRunLog
{
    private readonly ConcurrentDictionary<long, JobRun> _runs = new();
    private long _last;

    public IReadOnlyList<JobRun> Runs => [.. _runs.Values.OrderBy(run => run.Id)];

    public Task<long> StartAsync(string job, string? source, string startedBy, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _last);
        _runs[id] = new JobRun(
            id, job, source, startedBy, DateTimeOffset.UnixEpoch, null, JobOutcome.Running, new Dictionary<string, long>(), null);
        return Task.FromResult(id);
    }

    public Task ReportAsync(long id, IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken)
    {
        _runs[id] = _runs[id] with { Counts = counts };
        return Task.CompletedTask;
    }

    public Task FinishAsync(
        long id, JobOutcome outcome, IReadOnlyDictionary<string, long> counts, string? error, CancellationToken cancellationToken)
    {
        _runs[id] = _runs[id] with { Outcome = outcome, Counts = counts, Error = error, FinishedAt = DateTimeOffset.UnixEpoch };
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobRun>> ReadAsync(string? job, string? source, int take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JobRun>>([.. Runs.Reverse().Where(r => (job is null || r.Job == job) && (source is null || r.Source == source)).Take(take)]);

    public Task<JobRun?> FindLastSuccessAsync(string job, string source, CancellationToken cancellationToken) =>
        Task.FromResult(Runs.LastOrDefault(r => r.Job == job && r.Source == source && r.Outcome == JobOutcome.Succeeded));

    public Task<JobRun?> FindFirstAsync(string job, string source, CancellationToken cancellationToken) =>
        Task.FromResult(Runs.FirstOrDefault(r => r.Job == job && r.Source == source));
}
