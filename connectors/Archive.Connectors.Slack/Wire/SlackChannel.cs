namespace Archive.Connectors.Slack.Wire;

/// <summary>A conversation as any of the listings, exports included, shows it.</summary>
internal sealed record SlackChannel
{
    public string? Id { get; init; }
    public string? Name { get; init; }

    /// <summary>Of discovery.user.conversations.</summary>
    public string? TeamId { get; init; }

    /// <summary>Of discovery.conversations.recent.</summary>
    public string? Team { get; init; }

    public bool IsPrivate { get; init; }
    public bool IsIm { get; init; }
    public bool IsDm { get; init; }
    public bool IsMpim { get; init; }
    public bool? IsMember { get; init; }
    public IReadOnlyList<string?>? Members { get; init; }
}
