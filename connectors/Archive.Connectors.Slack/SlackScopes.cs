using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>Scopes that capturing needs. The platform names those of a token with each answer (header x-oauth-scopes).</summary>
internal static class SlackScopes
{
    public static IReadOnlyList<string> OfDiscovery { get; } = ["discovery:read"];

    public static IReadOnlyList<string> OfWeb { get; } =
    [
        "channels:history", "channels:read", "files:read", "groups:history", "groups:read", "im:history", "im:read", "mpim:history", "mpim:read", "users:read",
    ];

    /// <summary>How scopes end that only let read: harmless, though more than is needed.</summary>
    private static readonly string[] Reading = [":read", ":history", ":read.email"];

    /// <summary>The platform gives it to every app.</summary>
    private const string Always = "identify";

    public static SourceFinding Check(SlackApiKind api, IReadOnlyCollection<string>? granted) => ScopeCheck.Find(
        granted is null ? null : [.. granted.Where(scope => scope != Always)],
        api == SlackApiKind.Discovery ? OfDiscovery : OfWeb,
        scope => Reading.Any(end => scope.EndsWith(end, StringComparison.Ordinal)));
}
