using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>What an app may do against what capturing needs: no less, and nothing but reading.</summary>
public static class ScopeCheck
{
    /// <param name="granted">Null when the platform does not say.</param>
    /// <param name="isReading">Whether a scope beyond those needed only lets read.</param>
    public static SourceFinding Find(IReadOnlyCollection<string>? granted, IReadOnlyCollection<string> needed, Func<string, bool> isReading)
    {
        if (granted is null)
        {
            return Found(SourceFindingOutcome.Warning, "The platform did not name the scopes of the token, so they were not compared.");
        }

        if (needed.Except(granted, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } missing)
        {
            return Found(SourceFindingOutcome.Failed, $"The token lacks the scopes {string.Join(", ", missing)}. Add them to the app and install it again.");
        }

        var more = granted.Except(needed, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (more.Where(scope => !isReading(scope)).ToArray() is { Length: > 0 } writing)
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
