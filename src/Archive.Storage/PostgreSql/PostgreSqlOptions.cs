using System.ComponentModel.DataAnnotations;

namespace Archive.Storage.PostgreSql;

/// <summary>Where the server is and as whom it is spoken to. Each connection string is given itself or as a file that holds nothing else; it is a
/// secret, appears in no message and has no default.</summary>
public sealed class PostgreSqlOptions
{
    public const string Section = "Archive:Store:PostgreSql";

    /// <summary>Of the application's role, which reads and adds and has no right to change or delete what is evidence.</summary>
    public string? ConnectionString { get; set; }

    public string? ConnectionStringFile { get; set; }

    /// <summary>Of the role that owns the tables: for migrations, and for the clean-up that rewrites files after dispositions. Without it the
    /// application's role must own them, and then only triggers stand between it and the evidence.</summary>
    public string? OwnerConnectionString { get; set; }

    public string? OwnerConnectionStringFile { get; set; }

    /// <summary>Of the role that reads and erases data keys; may name another server. Without it the application's role does, in the same database.</summary>
    public string? KeysConnectionString { get; set; }

    public string? KeysConnectionStringFile { get; set; }

    /// <summary>Of the role that owns the tables of the keys. Without it the owner of the records, when the keys are in the same database.</summary>
    public string? KeysOwnerConnectionString { get; set; }

    public string? KeysOwnerConnectionStringFile { get; set; }

    /// <summary>Longest time for one attempt to connect. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time for one statement, waiting for other writers included. Default 1 minute. Migrations and clean-ups have none.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a process may stand still in the middle of a transaction before the server takes the transaction back, so that a paused worker does
    /// not keep the others from writing. Less than <see cref="CommandTimeout"/>, for which they wait. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StandstillTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts to connect after the first one. Default 4.</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 4;

    /// <summary>Wait before the first retry; doubles each time, with jitter. Default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:30")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest time for connecting with all its retries. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
