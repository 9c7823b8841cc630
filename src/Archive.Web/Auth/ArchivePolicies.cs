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
        [ManageUsers] = [ArchiveRoles.Operator],
        [ReadHealth] = [ArchiveRoles.Operator],
        [ScrapeMetrics] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
