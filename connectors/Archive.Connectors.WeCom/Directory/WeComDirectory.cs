using Archive.Core.Sanctioning;

namespace Archive.Connectors.WeCom.Directory;

/// <summary>Departments and members, as far as the secret of the contacts may see them.</summary>
internal sealed record WeComDirectory(IReadOnlyList<WeComDepartment> Departments, IReadOnlyList<WeComMember> Members)
{
    /// <summary>For the register.</summary>
    public DirectorySnapshot ToSnapshot() => new(
        [.. Departments.DistinctBy(d => d.Id).Select(d => new Department(d.Id, d.Name ?? d.Id, d.ParentId, d.Leaders is [var leader, ..] ? leader : null))],
        [.. Members.DistinctBy(m => m.Id).Select(m => new DirectoryPerson(
            m.Id, m.Name ?? m.Id, m.Departments is [var main, ..] ? main : null, m.Leaders is [var above, ..] ? above : null))]);
}

/// <param name="Leaders">Ids of members.</param>
internal sealed record WeComDepartment(string Id, string? Name, string? ParentId, IReadOnlyList<string> Leaders);

/// <param name="Name">Since 2022 newly added addresses get ids alone; null then.</param>
/// <param name="Leaders">Ids of the members that this one reports to.</param>
internal sealed record WeComMember(string Id, string? Name, IReadOnlyList<string> Departments, IReadOnlyList<string> Leaders);
