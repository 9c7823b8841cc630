using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Archive.Core.Messages;

namespace Archive.Core.Sanctioning;

/// <summary>One change of the register, as the evidence log keeps it. The names and members are stored and never change; new ones may be added.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "change")]
[JsonDerivedType(typeof(AccountsChanged), "accounts")]
[JsonDerivedType(typeof(NoticePublished), "notice")]
[JsonDerivedType(typeof(NoticeSigned), "signed")]
[JsonDerivedType(typeof(SignatureWithdrawn), "signature withdrawn")]
[JsonDerivedType(typeof(ScopeProposed), "scope proposed")]
[JsonDerivedType(typeof(ScopeApproved), "scope approved")]
[JsonDerivedType(typeof(ScopeRefused), "scope refused")]
[JsonDerivedType(typeof(ScopeAdopted), "scope adopted")]
[JsonDerivedType(typeof(PlatformListed), "listed")]
[JsonDerivedType(typeof(DirectoryChanged), "directory")]
public abstract record RegisterChange;

/// <summary>Lines of one origin were added and taken away: "register.csv", "directory:wecom", "import:chat".</summary>
/// <param name="File">The file that an import was made from; null for other origins.</param>
public sealed record AccountsChanged(
    string Origin, IReadOnlyList<RegisteredAccount> Added, IReadOnlyList<RegisteredAccount> Removed, RegisterFileMark? File) : RegisterChange;

/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="WrittenAt">When the file was last written, as its file system says.</param>
public sealed record RegisterFileMark(string Sha256, DateTimeOffset WrittenAt)
{
    public static RegisterFileMark Of(ReadOnlySpan<byte> bytes, DateTimeOffset writtenAt) =>
        new(Convert.ToHexStringLower(SHA256.HashData(bytes)), Timestamps.Cut(writtenAt));

    /// <summary>Of a list that somebody hands in: it counts from now on, whatever age its file has, and never as older than the one before.</summary>
    public static RegisterFileMark HandedIn(ReadOnlySpan<byte> bytes, SanctionRegister register, DateTimeOffset now) =>
        Of(bytes, register.LastFile?.WrittenAt > now ? register.LastFile.WrittenAt : now);
}

public sealed record NoticePublished(string Version, string Text, string Sha256) : RegisterChange;

public sealed record NoticeSigned(IReadOnlyList<NoticeSignature> Signatures) : RegisterChange;

public sealed record ScopeProposed(SourceScope Scope) : RegisterChange;

/// <summary>A signature was recorded wrongly: from this entry on it is as if it had never been. What was captured under it stays.</summary>
public sealed record SignatureWithdrawn(string Person, string Version, string Reason) : RegisterChange;

/// <param name="Proposal">Leaf index of the entry that proposed it.</param>
public sealed record ScopeApproved(long Proposal) : RegisterChange;

/// <inheritdoc cref="ScopeApproved"/>
public sealed record ScopeRefused(long Proposal) : RegisterChange;

/// <summary>In force without a second person: what the owner of the data folder imports from a file that the firm has already.</summary>
public sealed record ScopeAdopted(SourceScope Scope) : RegisterChange;

/// <summary>The accounts that the platform's official scope lists are others than before.</summary>
/// <param name="Since">Up to when the list before is known to have stood; null where that is not known.</param>
public sealed record PlatformListed(string Source, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, DateTimeOffset? Since = null) : RegisterChange;

/// <summary>Departments and people of a platform's directory are others than before.</summary>
/// <param name="People">New ones and those that changed.</param>
/// <param name="GonePeople">Ids.</param>
public sealed record DirectoryChanged(
    string Source,
    IReadOnlyList<Department> Departments,
    IReadOnlyList<string> GoneDepartments,
    IReadOnlyList<DirectoryPerson> People,
    IReadOnlyList<string> GonePeople) : RegisterChange;
