namespace Archive.Web.Auth;

/// <summary>Names of the roles. The last four are reserved: they may be given to nobody until their pages exist.</summary>
public static class ArchiveRoles
{
    /// <summary>Searches and reads for a purpose, places holds.</summary>
    public const string ComplianceOfficer = nameof(ComplianceOfficer);

    /// <summary>Searches and reads for a purpose within the sources given to the account, and learns nothing of the others.</summary>
    public const string Reviewer = nameof(Reviewer);

    /// <summary>Runs sources, jobs, users and the clean-up; reads no content.</summary>
    public const string Operator = nameof(Operator);

    /// <summary>Reads the evidence and the audit trail; reads no content and changes nothing.</summary>
    public const string Auditor = nameof(Auditor);

    /// <summary>Approves what compliance proposes: scopes of sources, discards. Reads no content.</summary>
    public const string PrivacyOfficer = nameof(PrivacyOfficer);
    public const string DepartmentDirector = nameof(DepartmentDirector);
    public const string Supervisor = nameof(Supervisor);
    public const string Employee = nameof(Employee);

    /// <summary>Roles that can be given.</summary>
    public static IReadOnlyList<string> Assignable { get; } = [ComplianceOfficer, PrivacyOfficer, Reviewer, Operator, Auditor];
}
