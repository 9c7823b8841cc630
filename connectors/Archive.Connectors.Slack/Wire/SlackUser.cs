namespace Archive.Connectors.Slack.Wire;

internal sealed record SlackUser
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? RealName { get; init; }
    public string? TeamId { get; init; }
    public IReadOnlyList<string?>? Teams { get; init; }
    public bool Deleted { get; init; }
    public bool IsBot { get; init; }
    public bool IsWorkflowBot { get; init; }
    public bool IsConnectorBot { get; init; }
    public bool IsRestricted { get; init; }
    public bool IsUltraRestricted { get; init; }
    public bool IsStranger { get; init; }
    public bool IsPrimaryOwner { get; init; }
    public SlackUserProfile? Profile { get; init; }
    public SlackEnterpriseUser? EnterpriseUser { get; init; }
}

internal sealed record SlackEnterpriseUser(string? EnterpriseId, IReadOnlyList<string?>? Teams);
