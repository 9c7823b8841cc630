namespace Archive.Core.Search.Saved;

/// <summary>A search that a person made, under a random id, which is all that its address shows: no query text reaches an access log or a
/// browser's history.</summary>
/// <param name="Account">Who made it, and the only one who can open it.</param>
/// <param name="Purpose">For which it was made; each page of its hits is read under it.</param>
public sealed record SavedSearch(string Id, string Account, string Query, string Purpose, SearchOrder Order, DateTimeOffset MadeAt)
{
    /// <summary>Characters of a name.</summary>
    public const int LongestName = 100;

    /// <summary>Null while it is only part of the history.</summary>
    public string? Name { get; init; }

    public SearchSchedule Schedule { get; init; }

    /// <summary>When its last turn by the schedule was over, run or refused; null when it never had one.</summary>
    public DateTimeOffset? ScheduledRunAt { get; init; }

    /// <summary>Why its last scheduled run did not happen.</summary>
    public SavedSearchTrouble Trouble { get; init; }

    /// <summary>Null before its first page was shown: every later page is one of a search that the audit trail has.</summary>
    public SavedSearchRun? LastRun { get; init; }

    /// <summary>Hits that the person marked.</summary>
    public int Marks { get; init; }

    /// <summary>A name as it is kept, or null when it says nothing or is too long.</summary>
    public static string? ToName(string? name)
    {
        var text = name?.ReplaceLineEndings(" ").Trim();
        return text is { Length: > 0 and <= LongestName } ? text : null;
    }
}

/// <summary>What a run of a saved search found.</summary>
/// <param name="Cursor">Sequence number up to which the index was searched.</param>
/// <param name="Since">Hits above this sequence number are new; null in a first run, which compares with nothing.</param>
/// <param name="New">Hits above <paramref name="Since"/>.</param>
/// <param name="Looked">The person opened the new ones. Until then a further run goes on from the same <paramref name="Since"/>, so that nothing new
/// is lost because nobody looked between two runs.</param>
public sealed record SavedSearchRun(DateTimeOffset At, long Cursor, long Hits, long? Since = null, long New = 0, bool Looked = false)
{
    /// <summary>Above which sequence number the hits of the next run are new.</summary>
    public long NextSince => Since is { } since && New > 0 && !Looked ? since : Cursor;
}

/// <summary>How often a saved search runs by itself. The numbers are stored and never change.</summary>
public enum SearchSchedule
{
    Off = 0,
    Daily = 1,
    Weekly = 2,
}

/// <summary>Why a scheduled search did not run. The numbers are stored and never change.</summary>
public enum SavedSearchTrouble
{
    None = 0,

    /// <summary>The owner's account is closed or gone.</summary>
    OwnerClosed = 1,

    /// <summary>The owner's role may not search any more.</summary>
    RoleLost = 2,

    /// <summary>The query cannot be read any more.</summary>
    QueryInvalid = 3,

    /// <summary>Index or evidence log failed; it is tried again with the next check.</summary>
    Failed = 4,
}
