using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>What the app may do against what capturing needs. The platform names the scopes of a token with each answer (header x-oauth-scopes).</summary>
internal static class SlackScopes
{
    private static readonly string[] OfDiscovery = ["discovery:read"];

    private static readonly string[] OfWeb =
    [
        "channels:history", "channels:read", "files:read", "groups:history", "groups:read", "im:history", "im:read", "mpim:history", "mpim:read", "users:read",
    ];

    /// <summary>Scopes that only let read, beside those needed: harmless, though more than is needed.</summary>
    private static readonly string[] Reading = [":read", ":history", ":read.email"];

    /// <summary>The platform gives these to every app.</summary>
    private static readonly string[] Always = ["identify"];

    public static SourceFinding Check(SlackApiKind api, IReadOnlyCollection<string>? granted)
    {
        if (granted is null)
        {
            return Found(SourceFindingOutcome.Warning, "The platform did not name the scopes of the token, so they were not compared.");
        }

        var needed = api == SlackApiKind.Discovery ? OfDiscovery : OfWeb;
        if (needed.Except(granted, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } missing)
        {
            return Found(SourceFindingOutcome.Failed, $"The token lacks the scopes {string.Join(", ", missing)}. Add them to the app and install it again.");
        }

        var more = granted.Except([.. needed, .. Always], StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (more.Where(scope => !Reading.Any(end => scope.EndsWith(end, StringComparison.Ordinal))).ToArray() is { Length: > 0 } writing)
        {
            return Found(
                SourceFindingOutcome.Failed,
                $"The token may do more than read: {string.Join(", ", writing)}. An archive must not be able to. Remove these scopes from the app and install it again.");
        }

        return more.Length > 0
            ? Found(SourceFindingOutcome.Warning, $"The token may read more than is captured: {string.Join(", ", more)}. Remove these scopes from the app.")
            : Found(SourceFindingOutcome.Good, $"The token may do what is needed and no more: {string.Join(", ", needed)}.");
    }

    private static SourceFinding Found(SourceFindingOutcome outcome, string message) => new(SourceCheckStep.Scopes, outcome, message);
}
