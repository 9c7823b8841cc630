namespace Archive.Core.Evidence;

/// <summary>What a verification found.</summary>
/// <param name="Checked">Leaves that were recomputed.</param>
/// <param name="Findings">Everything that is wrong, at most 1,000; empty when intact.</param>
public sealed record VerificationReport(VerificationResult Result, long Checked, IReadOnlyList<VerificationFinding> Findings);

public enum VerificationResult
{
    Intact,

    /// <summary>Something stored is not what was appended.</summary>
    Altered,

    /// <summary>It could not be read well enough to tell.</summary>
    Unreadable,
}

/// <param name="What">"record changed", "record missing", "counter changed" …</param>
/// <param name="Where">Which one: "record 1204", "leaf 88", "intake slack 2024-03-05".</param>
/// <param name="Why">What did not match.</param>
public sealed record VerificationFinding(string What, string Where, string Why);
