namespace Archive.Connectors.WeCom.Directory;

/// <summary>Departments and members, as far as the secret of the contacts may see them.</summary>
internal sealed record WeComDirectory(IReadOnlyList<WeComDepartment> Departments, IReadOnlyList<WeComMember> Members);

/// <param name="Leaders">Ids of members.</param>
internal sealed record WeComDepartment(string Id, string? Name, string? ParentId, IReadOnlyList<string> Leaders);

/// <param name="Name">Since 2022 newly added addresses get ids alone; null then.</param>
/// <param name="Leaders">Ids of the members that this one reports to.</param>
internal sealed record WeComMember(string Id, string? Name, IReadOnlyList<string> Departments, IReadOnlyList<string> Leaders);
