using Microsoft.AspNetCore.Identity;

namespace Archive.Web.Auth;

/// <summary>An account of the pages.</summary>
public sealed class ArchiveUser : IdentityUser
{
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Set when an operator closed the account; null while it may sign in.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}
