using Archive.Simulators.Hosting;

namespace Archive.Simulators.Slack.Organisation;

internal static class SlackIdentifier
{
    /// <summary>Prefix, a zero and nine base-36 digits: the look of the platform's identifiers.</summary>
    public static string Make(char prefix, string text, string purpose) => $"{prefix}0{StableHash.Digits36(9, text, purpose)}";
}
