using Archive.Core.Sanctioning;

namespace Archive.Connectors.Feishu.Directory;

/// <summary>A department with who leads it.</summary>
/// <param name="Id">od-…; the firm itself is "0" and not listed.</param>
/// <param name="Leaders">Open ids; the leader before the deputies.</param>
internal sealed record DirectoryDepartment(string Id, string Name, string ParentId, IReadOnlyList<string> Leaders);

/// <summary>A person as the register needs them.</summary>
/// <param name="OpenId">What messages name the sender by; changes with the app.</param>
/// <param name="Supervisor">Open id of who the person reports to.</param>
/// <param name="IsFrozen">Cannot write for now, and is one of the firm's all the same.</param>
/// <param name="HasLeft">The firm, on whichever side the end of it was.</param>
internal sealed record DirectoryPerson(string OpenId, string? Name, IReadOnlyList<string> Departments, string? Supervisor, bool IsFrozen, bool HasLeft);

/// <summary>The part of the firm that is within the app's contact range.</summary>
internal sealed class FeishuDirectory(IReadOnlyList<DirectoryDepartment> departments, IReadOnlyList<DirectoryPerson> people)
{
    /// <summary>The firm itself.</summary>
    public const string Root = "0";

    private readonly DirectoryDepartment[] _departments = [.. departments.DistinctBy(d => d.Id)];
    private readonly DirectoryPerson[] _people = [.. people.DistinctBy(p => p.OpenId)];

    /// <summary>Open ids of everybody who is in the contact range: the tenant's own people, since an app sees no others there.</summary>
    public IReadOnlySet<string> Accounts { get; } = people.Where(p => !p.HasLeft).Select(p => p.OpenId).ToHashSet(StringComparer.Ordinal);

    /// <summary>For the register: whoever can write.</summary>
    public DirectorySnapshot ToSnapshot() => new(
        [.. _departments.Select(d => new Department(d.Id, d.Name, d.ParentId == Root ? null : d.ParentId, d.Leaders is [var leader, ..] ? leader : null))],
        [.. _people.Where(p => p is { IsFrozen: false, HasLeft: false }).Select(p => new Core.Sanctioning.DirectoryPerson(
            p.OpenId, p.Name ?? p.OpenId, p.Departments is [var main, ..] && main != Root ? main : null, p.Supervisor))]);
}
