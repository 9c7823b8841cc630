namespace Archive.Core.Sanctioning;

/// <summary>What the gate says of one message, with the reason that is counted.</summary>
public readonly record struct SanctionDecision(SanctionOutcome Outcome, SanctionReason Reason)
{
    public static SanctionDecision Admit { get; } = new(SanctionOutcome.Admit, SanctionReason.Sanctioned);

    public static SanctionDecision Refuse(SanctionReason reason) => new(SanctionOutcome.Refuse, reason);

    public static SanctionDecision Withhold(SanctionReason reason) => new(SanctionOutcome.Withhold, reason);
}

public enum SanctionOutcome
{
    Refuse,
    Admit,
    Withhold,
}

/// <summary>The numbers are part of the stored counters and never change.</summary>
public enum SanctionReason
{
    Sanctioned = 0,

    /// <summary>The sender's account is not in the firm's register.</summary>
    NotRegistered = 1,

    /// <summary>The register knows the account, but not for the time of the message.</summary>
    OutsidePeriod = 2,

    /// <summary>No signed notice stood at the time of the message.</summary>
    NoNotice = 3,

    /// <summary>Nobody in the conversation is a sanctioned account.</summary>
    NoSanctionedMember = 4,

    /// <summary>A counterparty in the conversation declined to be archived.</summary>
    CounterpartyDeclined = 5,

    /// <summary>The gate itself failed; fail closed.</summary>
    GateFailed = 6,

    /// <summary>The platform's official scope did not list the account at the time of the message.</summary>
    NotListed = 7,

    /// <summary>No scope of the source with basis, purpose and legal reference was approved.</summary>
    NoLawfulBasis = 8,

    LawfulBasisExpired = 9,

    NoImpactAssessment = 10,

    /// <summary>The impact assessment should have been looked at again.</summary>
    ReviewOverdue = 11,

    /// <summary>The message is older than what the approved scope covers.</summary>
    BeforeScope = 12,
}

public static class SanctionReasons
{
    /// <summary>Whether it lies in the source and not in anybody's account: every message of the source is refused so until somebody has put its scope right,
    /// which says nothing of whether the message may be kept.</summary>
    public static bool IsOfSource(this SanctionReason reason) => reason is SanctionReason.NoLawfulBasis or SanctionReason.LawfulBasisExpired
        or SanctionReason.NoImpactAssessment or SanctionReason.ReviewOverdue or SanctionReason.GateFailed;
}
