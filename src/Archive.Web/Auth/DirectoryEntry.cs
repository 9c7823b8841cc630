using System.Text.Json.Serialization;
using Archive.Core.Search;
using Microsoft.AspNetCore.Identity;

namespace Archive.Web.Auth;

/// <param name="Sources">What a reviewer is limited to; empty for other roles.</param>
/// <param name="DisabledAt">When it was closed; null while it may sign in.</param>
/// <param name="LockedUntil">Set while too many wrong passwords keep it out.</param>
public sealed record DirectoryEntry(
    string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Sources, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, DateTimeOffset? LockedUntil)
{
    /// <summary>What the account may find, if its role may search.</summary>
    [JsonIgnore]
    public SearchScope Scope => AccountScope.Of(Roles, Sources);
}

/// <summary>What became of a change of users.</summary>
/// <param name="Errors">Code and plain sentence of each reason; empty when it was done.</param>
public sealed record DirectoryResult(bool Done, IReadOnlyList<(string Code, string Message)> Errors)
{
    internal static DirectoryResult From(IdentityResult result) =>
        new(result.Succeeded, [.. result.Errors.Select(e => (e.Code, e.Description))]);

    internal static DirectoryResult Refuse(string code, string message) => new(false, [(code, message)]);

    internal static DirectoryResult Unknown(string name) => Refuse("UnknownUser", $"There is no account {name}.");
}
