namespace Archive.Connectors.Feishu.Wire;

/// <summary>A person of the directory. Each field has a scope of its own and is absent without it.</summary>
internal sealed record FeishuUser
{
    public string? OpenId { get; init; }
    public string? UnionId { get; init; }
    public string? UserId { get; init; }
    public string? Name { get; init; }
    public string? EnName { get; init; }
    public string? EmployeeNo { get; init; }
    public string? Email { get; init; }
    public IReadOnlyList<string?>? DepartmentIds { get; init; }
    public string? LeaderUserId { get; init; }
    public IReadOnlyList<string?>? DottedLineLeaderUserIds { get; init; }
    public string? JobTitle { get; init; }
    public FeishuUserStatus? Status { get; init; }
}

internal sealed record FeishuUserStatus(bool IsFrozen, bool IsResigned, bool IsActivated, bool IsExited);
