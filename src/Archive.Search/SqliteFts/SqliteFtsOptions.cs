namespace Archive.Search.SqliteFts;

/// <summary>Where the embedded index lives.</summary>
public sealed class SqliteFtsOptions
{
    public const string Section = "Archive:Search:Sqlite";

    /// <summary>The index file; created with its folder when missing. SQLite keeps two more files beside it (-wal, -shm).</summary>
    public string Path { get; set; } = "";

    /// <summary>How long <c>CompactAsync</c> waits for running searches before it gives up. Default 30 s.</summary>
    public TimeSpan CompactionPatience { get; set; } = TimeSpan.FromSeconds(30);
}
