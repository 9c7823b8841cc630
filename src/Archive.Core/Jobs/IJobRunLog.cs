namespace Archive.Core.Jobs;

/// <summary>History of job runs. Holds no truth of the archive: cursors are in the record store. Safe for concurrent callers.</summary>
public interface IJobRunLog
{
    Task<long> StartAsync(string job, string? source, string startedBy, CancellationToken cancellationToken);

    /// <summary>Counts of a run that still goes on.</summary>
    Task ReportAsync(long id, IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken);

    Task FinishAsync(
        long id, JobOutcome outcome, IReadOnlyDictionary<string, long> counts, string? error, CancellationToken cancellationToken);

    /// <summary>Newest first; of one job, or of all when <paramref name="job"/> is null.</summary>
    Task<IReadOnlyList<JobRun>> ReadAsync(string? job, string? source, int take, CancellationToken cancellationToken);

    /// <summary>The newest run of a job over a source that succeeded, however many came after it; null when none did.</summary>
    Task<JobRun?> FindLastSuccessAsync(string job, string source, CancellationToken cancellationToken);

    /// <summary>The oldest run of a job over a source, whatever became of it; null when there was none.</summary>
    Task<JobRun?> FindFirstAsync(string job, string source, CancellationToken cancellationToken);
}
