using System.Collections.Frozen;

namespace Archive.Web.Auth;

/// <summary>One authorization policy per action, and the one table that says which role may do it. What is not in the table is denied.</summary>
public static class ArchivePolicies
{
    public const string SearchContent = nameof(SearchContent);
    public const string ReadContent = nameof(ReadContent);
    public const string ManageHolds = nameof(ManageHolds);
    public const string RunJobs = nameof(RunJobs);
    public const string ReadAudit = nameof(ReadAudit);
    public const string VerifyEvidence = nameof(VerifyEvidence);
    public const string ReadSources = nameof(ReadSources);
    public const string ReadCleanUp = nameof(ReadCleanUp);
    public const string RunCleanUp = nameof(RunCleanUp);
    /// <summary>Sees what is in quarantine and why, without content.</summary>
    public const string ReadQuarantine = nameof(ReadQuarantine);
    public const string RetryQuarantine = nameof(RetryQuarantine);

    /// <summary>Reads the unredacted bytes of an item, for a purpose.</summary>
    public const string OpenQuarantine = nameof(OpenQuarantine);
    public const string ProposeDiscard = nameof(ProposeDiscard);

    /// <summary>Approves what somebody else proposed.</summary>
    public const string ApproveDiscard = nameof(ApproveDiscard);
    /// <summary>Sees the register: people, accounts, notices and scopes. No message.</summary>
    public const string ReadRegister = nameof(ReadRegister);

    /// <summary>Takes in accounts, notices and signatures.</summary>
    public const string ManageRegister = nameof(ManageRegister);
    public const string ProposeScope = nameof(ProposeScope);

    /// <summary>Approves a scope that somebody else proposed.</summary>
    public const string ApproveScope = nameof(ApproveScope);
    public const string ManageUsers = nameof(ManageUsers);

    /// <summary>For operators, and for programs with the token of <see cref="Security.ProbeAccess"/>.</summary>
    public const string ReadHealth = nameof(ReadHealth);

    /// <summary>For programs: no role may, <see cref="Security.ScrapeAccess"/> decides.</summary>
    public const string ScrapeMetrics = nameof(ScrapeMetrics);

    /// <summary>Roles by action.</summary>
    public static FrozenDictionary<string, string[]> Roles { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [SearchContent] = [ArchiveRoles.ComplianceOfficer, ArchiveRoles.Reviewer],
        [ReadContent] = [ArchiveRoles.ComplianceOfficer, ArchiveRoles.Reviewer],
        [ManageHolds] = [ArchiveRoles.ComplianceOfficer],
        [RunJobs] = [ArchiveRoles.Operator],
        [ReadAudit] = [ArchiveRoles.Auditor],
        [VerifyEvidence] = [ArchiveRoles.Auditor],
        [ReadSources] = [ArchiveRoles.ComplianceOfficer, ArchiveRoles.Operator, ArchiveRoles.Auditor],
        [ReadCleanUp] = [ArchiveRoles.ComplianceOfficer, ArchiveRoles.Operator, ArchiveRoles.Auditor],
        [RunCleanUp] = [ArchiveRoles.Operator],
        [ReadQuarantine] = [ArchiveRoles.ComplianceOfficer, ArchiveRoles.Operator, ArchiveRoles.Auditor, ArchiveRoles.PrivacyOfficer],
        [RetryQuarantine] = [ArchiveRoles.Operator],
        [OpenQuarantine] = [ArchiveRoles.ComplianceOfficer],
        [ProposeDiscard] = [ArchiveRoles.ComplianceOfficer],
        [ApproveDiscard] = [ArchiveRoles.ComplianceOfficer, ArchiveRoles.PrivacyOfficer],
        [ReadRegister] = [ArchiveRoles.ComplianceOfficer, ArchiveRoles.PrivacyOfficer, ArchiveRoles.Auditor],
        [ManageRegister] = [ArchiveRoles.ComplianceOfficer],
        [ProposeScope] = [ArchiveRoles.ComplianceOfficer],
        [ApproveScope] = [ArchiveRoles.ComplianceOfficer, ArchiveRoles.PrivacyOfficer],
        [ManageUsers] = [ArchiveRoles.Operator],
        [ReadHealth] = [ArchiveRoles.Operator],
        [ScrapeMetrics] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
