namespace Archive.Connectors.Feishu.Wire;

/// <summary>A person of the directory, as far as it is used. Each field has a scope of its own and is absent without it.</summary>
internal sealed record FeishuUser
{
    public string? OpenId { get; init; }
    public string? Name { get; init; }
    public string? EnName { get; init; }
    public IReadOnlyList<string?>? DepartmentIds { get; init; }
    public string? LeaderUserId { get; init; }
    public FeishuUserStatus? Status { get; init; }
}

internal sealed record FeishuUserStatus(bool IsFrozen, bool IsResigned, bool IsActivated, bool IsExited);
