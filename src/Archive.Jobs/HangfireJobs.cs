using Archive.Core.Quarantine;
using Hangfire;

namespace Archive.Jobs;

/// <summary>What Hangfire calls. Arguments are ids only, since Hangfire keeps and shows them.
/// <para>No automatic retries: connectors retry within a run, the schedule repeats it, and a third layer would only stack waiting times.
/// Failures reach Hangfire as the text of the run history, without the inner exception, because its dashboard shows what it is given.</para></summary>
[AutomaticRetry(Attempts = 0)]
public sealed class HangfireJobs(
    PullSourceJob pull, CatchUpIndexJob index, SweepRetentionJob cleanUp, VerifyEvidenceJob verify, RunSavedSearchesJob savedSearches,
    RetryQuarantineJob quarantine, ConfirmSourceJob confirm)
{
    public Task PullAsync(string source, string startedBy, CancellationToken cancellationToken) =>
        GuardAsync(() => pull.RunAsync(source, startedBy, null, cancellationToken));

    public Task ConfirmAsync(string source, string startedBy, CancellationToken cancellationToken) =>
        GuardAsync(() => confirm.RunAsync(source, startedBy, null, cancellationToken));

    public Task IndexAsync(string startedBy, CancellationToken cancellationToken) =>
        GuardAsync(() => index.RunAsync(startedBy, cancellationToken));

    public Task CleanUpAsync(string startedBy, CancellationToken cancellationToken) =>
        GuardAsync(() => cleanUp.RunAsync(null, startedBy, null, cancellationToken));

    public Task VerifyAsync(string startedBy, CancellationToken cancellationToken) =>
        GuardAsync(() => verify.RunAsync(startedBy, cancellationToken));

    public Task RunSavedSearchesAsync(string startedBy, CancellationToken cancellationToken) =>
        GuardAsync(() => savedSearches.RunAsync(startedBy, cancellationToken));

    public Task RetryQuarantineAsync(string? source, string? kind, long[]? items, string startedBy, CancellationToken cancellationToken) =>
        GuardAsync(() => quarantine.RunAsync(new QuarantineFilter(source, kind), items, startedBy, null, cancellationToken));

    private static async Task GuardAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new JobFailedException(JobErrors.Describe(e));
        }
    }
}
