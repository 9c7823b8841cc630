namespace Archive.Core.Sanctioning;

/// <summary>What entitles the firm to capture a source: one version of it, proposed by one person and approved by another. Nothing is captured from a source
/// without one in force.</summary>
/// <param name="Basis">Lawful basis, in the firm's words: "performance of a legal obligation".</param>
/// <param name="Purpose">What the messages are kept for.</param>
/// <param name="Reference">Law, rule or clause that it rests on.</param>
/// <param name="MessagesFrom">Messages sent before are not covered.</param>
/// <param name="ExpiresAt">Exclusive: from then on nothing is captured until a new version is approved.</param>
/// <param name="Assessment">Where the impact assessment is to be found: an address or a file number.</param>
/// <param name="ReviewBy">When the assessment has to be looked at again; from then on nothing is captured.</param>
/// <param name="Reason">Why this version was made.</param>
public sealed record SourceScope(
    string Source,
    string Basis,
    string Purpose,
    string Reference,
    DateTimeOffset MessagesFrom,
    DateTimeOffset ExpiresAt,
    string Assessment,
    DateTimeOffset ReviewBy,
    string Reason)
{
    /// <summary>Whether the end of the basis or the review of the assessment has come by a time: nothing is captured from then on.</summary>
    public bool EndsBy(DateTimeOffset time) => time >= ExpiresAt || time >= ReviewBy;

    /// <summary>Why a message must not be captured now; null where this version covers it.</summary>
    public SanctionReason? Refuse(DateTimeOffset sentAt, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(Basis) || string.IsNullOrWhiteSpace(Purpose) || string.IsNullOrWhiteSpace(Reference) ? SanctionReason.NoLawfulBasis
        : now >= ExpiresAt ? SanctionReason.LawfulBasisExpired
        : string.IsNullOrWhiteSpace(Assessment) ? SanctionReason.NoImpactAssessment
        : now >= ReviewBy ? SanctionReason.ReviewOverdue
        : sentAt < MessagesFrom ? SanctionReason.BeforeScope
        : null;
}

/// <summary>A version of a source's scope as it came into force.</summary>
/// <param name="Number">From 1, per source.</param>
/// <param name="ApprovedBy">Null where nobody did: an import from a file.</param>
public sealed record ApprovedScope(SourceScope Scope, int Number, string ProposedBy, string? ApprovedBy, DateTimeOffset ApprovedAt);

/// <summary>A scope that waits for a second person.</summary>
/// <param name="Id">Leaf index of the entry that proposed it.</param>
public sealed record ProposedScope(long Id, SourceScope Scope, string ProposedBy, DateTimeOffset ProposedAt)
{
    /// <summary>Nobody approves what they asked for.</summary>
    public bool MayApprove(string actor) => !string.Equals(actor, ProposedBy, StringComparison.OrdinalIgnoreCase);
}
