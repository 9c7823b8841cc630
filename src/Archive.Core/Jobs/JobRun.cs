namespace Archive.Core.Jobs;

/// <summary>One run of a job.</summary>
/// <param name="Job">Name in the catalogue: "pull", "clean-up", "verify", "index".</param>
/// <param name="Source">Source it worked on; null for jobs over the whole archive.</param>
/// <param name="StartedBy">Account name, or "schedule", or "event".</param>
/// <param name="Counts">What it counted, by name: "received", "admitted", "disposed" …</param>
/// <param name="Error">What went wrong and what to do, without content; null when it went well.</param>
public sealed record JobRun(
    long Id,
    string Job,
    string? Source,
    string StartedBy,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    JobOutcome Outcome,
    IReadOnlyDictionary<string, long> Counts,
    string? Error);

public enum JobOutcome
{
    Running = 0,
    Succeeded = 1,
    Failed = 2,

    /// <summary>The process ended while the job ran; found at the next start.</summary>
    Interrupted = 3,
}
