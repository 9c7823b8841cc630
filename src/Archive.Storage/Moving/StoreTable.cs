namespace Archive.Storage.Moving;

/// <summary>A table that a move carries over as it is, under the same name with the same columns in both engines: keyed hashes bind rows to their numbers.</summary>
/// <param name="Schema">Schema of PostgreSQL, file of SQLite.</param>
/// <param name="Key">Number by which it is copied in portions, ascending; null when it is copied at once.</param>
internal sealed record StoreTable(string Schema, string Name, string? Key = null)
{
    /// <summary>Whether the database gives out the numbers of new rows.</summary>
    public bool IsNumbered { get; init; }

    /// <summary>Whether rows change after a move has begun: each run copies it anew. The others only ever get more rows, and none while it moves.</summary>
    public bool Changes { get; init; }

    public override string ToString() => $"{Schema}.{Name}";

    /// <summary>All but what belongs to one engine or one process: journals of migrations, leases, hints to pull, marks of the clean-up, identities
    /// (PostgreSQL has them in a table of their own, SQLite in an index), and the state of the log, which begins and ends a move.</summary>
    public static IReadOnlyList<StoreTable> All { get; } =
    [
        new("keys", "page", "page_index"),
        new("keys", "item_key", "item_key_id") { IsNumbered = true },
        new("keys", "setting") { Changes = true },
        new("records", "source", "source_id") { IsNumbered = true },
        new("records", "retention_policy", "retention_policy_id") { IsNumbered = true },
        new("records", "participant", "participant_id") { IsNumbered = true },
        new("records", "conversation", "conversation_id") { IsNumbered = true },
        new("records", "membership"),
        new("records", "record", "sequence"),
        new("records", "attachment", "sequence"),
        new("records", "entry", "leaf_index"),
        new("records", "disposed", "sequence"),
        new("records", "tile", "tile_index"),
        new("records", "quarantine", "quarantine_id") { IsNumbered = true },
        new("records", "quarantine_left", "quarantine_id"),
        new("records", "quarantine_try", "quarantine_id"),
        new("records", "consent", "consent_id") { IsNumbered = true },
        new("records", "intake"),
        new("records", "cursor"),
        new("operations", "job_run") { IsNumbered = true, Changes = true },
        new("operations", "stored_source") { Changes = true },
        new("searches", "saved_search") { IsNumbered = true, Changes = true },
        new("searches", "saved_mark") { Changes = true },
    ];
}
