namespace Archive.Connectors.Slack.Wire;

internal sealed record SlackFile
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? Title { get; init; }
    public string? Mimetype { get; init; }
    public string? Mode { get; init; }

    /// <summary>"check_file_info" for one that another organisation shares: all that the message says of it is its id.</summary>
    public string? FileAccess { get; init; }
    public bool IsExternal { get; init; }
    public long? Size { get; init; }
    public string? UrlPrivate { get; init; }
    public string? UrlPrivateDownload { get; init; }
    public string? PlainText { get; init; }
    public string? PreviewPlainText { get; init; }

    /// <summary>Of clips: what was said, as far as the platform previews it.</summary>
    public SlackTranscription? Transcription { get; init; }
}

internal sealed record SlackTranscription(SlackTranscriptionPreview? Preview);

internal sealed record SlackTranscriptionPreview(string? Content);
