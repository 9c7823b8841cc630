namespace Archive.Core.Connectors;

/// <summary>Tries a connection for as long as a person waits: the retries behind it are made for runs without one.</summary>
public static class PatientCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>What was found; at the end a failure when there was no answer in time.</returns>
    public static async Task<IReadOnlyList<SourceFinding>> RunAsync(ISourceCheck check, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var findings = new List<SourceFinding>();
        try
        {
            await foreach (var finding in check.RunAsync(late.Token))
            {
                findings.Add(finding);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add(new SourceFinding(
                SourceCheckStep.Reach, SourceFindingOutcome.Failed,
                $"No usable answer came within {Patience.TotalSeconds} s. Check the address of the source, network and proxy; the platform may be down."));
        }

        return findings;
    }
}
