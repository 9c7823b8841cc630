namespace Archive.Connectors.Slack.Export;

/// <summary>One export file of a workspace or an organisation.</summary>
public sealed class SlackExportOptions
{
    /// <summary>Name of the source, unique in the archive.</summary>
    public required string Source { get; set; }

    /// <summary>The zip file as the platform delivered it.</summary>
    public required string Path { get; set; }

    /// <summary>Ids of the firm's own workspaces and organisation. Empty: the workspace of the primary owner, else the one most accounts are of.</summary>
    public IList<string> OwnTeams { get; set; } = [];

    /// <summary>Largest unpacked file of one day, in bytes. Default 512 MiB. What is beyond is refused as a zip bomb; files are read as
    /// streams, so it costs no memory.</summary>
    public long MaxEntryBytes { get; set; } = 512L * 1024 * 1024;
}
