namespace Archive.Connectors.Slack;

/// <summary>How a setting names a field of the firm's own in people's profiles.</summary>
internal static class SlackProfileField
{
    /// <summary>Not the label: firms change those, and two fields may have the same.</summary>
    public const string Id = "Xf[0-9A-Za-z_]{1,60}";

    public const string Malformed = "A profile field is named by its id, which begins with Xf. Its label does not do.";
}
