using Archive.Storage.Keys;

namespace Archive.Storage;

/// <summary>The one folder that holds an embedded archive: where each file is. Creates nothing by itself.</summary>
public sealed class DataFolder(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Records, evidence, counters and cursors.</summary>
    public string Records => In("records.db");

    /// <summary>Wrapped data keys, apart from what they open.</summary>
    public string Keys => In("keys.db");

    /// <summary>The search index; may be deleted at any time.</summary>
    public string Index => In("index.db");

    /// <summary>Job runs.</summary>
    public string Operations => In("operations.db");

    /// <summary>Searches that people made, sealed, and their marks.</summary>
    public string Searches => In("searches.db");

    /// <summary>Users of the pages and their roles, where the records are files, too.</summary>
    public string Users => In("users.db");

    /// <summary>The key-encryption key. Back it up apart from the rest: without it nothing can be read.</summary>
    public string MasterKey => In("master.key");

    /// <summary>Sources, retention, redaction: the settings of this archive.</summary>
    public string Settings => In("archive.json");

    /// <summary>The register of sanctioned accounts.</summary>
    public string Register => In("register.csv");

    /// <summary>Held open by the one process that may write.</summary>
    public string Lock => In("archive.lock");

    private string In(string file) => System.IO.Path.Combine(Path, file);
}
