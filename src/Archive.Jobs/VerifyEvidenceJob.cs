using Archive.Core.Evidence;

namespace Archive.Jobs;

/// <summary>Recomputes everything that is stored. A run that finds a difference is a failed run, so that nobody has to read counts to notice.</summary>
public sealed class VerifyEvidenceJob(ILogVerifier verifier, JobRunner runner)
{
    /// <exception cref="JobFailedException">Something is altered, or could not be read.</exception>
    public Task RunAsync(string startedBy, CancellationToken cancellationToken) =>
        runner.RunAsync(JobNames.Verify, null, startedBy, (turn, token) => VerifyAsync(turn.Progress, token), cancellationToken);

    private async Task VerifyAsync(JobProgress progress, CancellationToken cancellationToken)
    {
        var report = await verifier.VerifyAsync(new Watcher(progress), cancellationToken);
        progress.Set(Count(report.Checked, report.Findings.Count));
        if (report.Result != VerificationResult.Intact)
        {
            var first = report.Findings.Count == 0 ? "" : $" First: {report.Findings[0].What}, {report.Findings[0].Where}.";
            throw new JobFailedException(
                report.Result == VerificationResult.Altered
                    ? $"The archive is altered: {report.Findings.Count} findings.{first} Stop writing to it, keep the files as they are, and run 'archive verify'."
                    : $"The archive could not be read well enough to tell.{first} Check the disk and run 'archive verify'.");
        }
    }

    private static Dictionary<string, long> Count(long leaves, long findings) =>
        new(StringComparer.Ordinal) { ["checked"] = leaves, ["findings"] = findings };

    private sealed class Watcher(JobProgress progress) : IProgress<long>
    {
        public void Report(long value) => progress.Set(Count(value, 0));
    }
}
