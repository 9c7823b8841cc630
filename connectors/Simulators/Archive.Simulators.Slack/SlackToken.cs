namespace Archive.Simulators.Slack;

public enum SlackTokenState
{
    Active,

    /// <summary>Answers <c>token_expired</c>.</summary>
    Expired,

    /// <summary>Answers <c>token_revoked</c>.</summary>
    Revoked,

    /// <summary>The person who installed the app left: answers <c>account_inactive</c>.</summary>
    Inactive,
}

/// <summary>A token that the simulator knows. The kind follows from the prefix: <c>xoxb-</c> is a bot token, everything else a user token.</summary>
/// <param name="Scopes">Granted scopes, for instance <c>discovery:read</c>.</param>
/// <param name="OrgWide">True for a token of an organisation-wide install, which belongs to no single workspace.</param>
/// <param name="ActsAs">Corpus id of the person behind the token. Web API methods then show public channels and that person's own
/// conversations. Null is an app that was added to every channel, public and private, and to no direct conversation.</param>
/// <param name="ExpiresAt">From then on the token answers <c>token_expired</c>; null never.</param>
public sealed record SlackToken(
    string Value,
    IReadOnlyList<string> Scopes,
    bool OrgWide = false,
    string? ActsAs = null,
    SlackTokenState State = SlackTokenState.Active,
    DateTimeOffset? ExpiresAt = null)
{
    /// <summary>The user token with <c>discovery:read</c> that exists unless the options say otherwise.</summary>
    public static SlackToken Discovery { get; } = new("xoxp-simulated-discovery", ["discovery:read"], OrgWide: true);

    /// <summary>The bot token with the reading scopes of the Web API that exists unless the options say otherwise.</summary>
    public static SlackToken Web { get; } = new(
        "xoxb-simulated-web",
        [
            "channels:read", "groups:read", "im:read", "mpim:read",
            "channels:history", "groups:history", "im:history", "mpim:history",
            "users:read", "users:read.email", "files:read", "team:read",
        ]);

    public bool IsBot => Value.StartsWith("xoxb-", StringComparison.Ordinal);

    internal bool Has(string scope) => Scopes.Contains(scope);

    /// <summary>Leaves out the token itself: it is a secret in the platform's eyes, also when simulated.</summary>
    public override string ToString() => $"{(IsBot ? "bot" : "user")} token, {State}";
}
