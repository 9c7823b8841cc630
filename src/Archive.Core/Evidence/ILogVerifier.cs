namespace Archive.Core.Evidence;

/// <summary>Recomputes everything that is stored and compares. Reads a snapshot, so it may run while the archive works.</summary>
public interface ILogVerifier
{
    /// <param name="progress">Told the number of leaves checked so far.</param>
    Task<VerificationReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken);
}
