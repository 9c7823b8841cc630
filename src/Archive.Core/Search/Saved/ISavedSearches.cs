namespace Archive.Core.Search.Saved;

/// <summary>Searches that people made, with their marks. Holds queries, purposes and names, sealed; never message text.
/// <para>Contract: every call that takes an account works on that person's searches alone and answers "not there" for those of others. Calls are
/// durable when they return as far as the process is concerned, and safe for concurrent callers.</para></summary>
public interface ISavedSearches
{
    /// <summary>Keeps a new search in its maker's history, under a random id.</summary>
    /// <param name="keep">Searches of the history that stay; older ones are forgotten unless they have a name or marks.</param>
    Task<SavedSearch> AddAsync(string account, string query, string purpose, SearchOrder order, int keep, CancellationToken cancellationToken);

    /// <returns>Null when it is unknown, forgotten, or somebody else's.</returns>
    Task<SavedSearch?> FindAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>Searches with a name, oldest first.</summary>
    Task<IReadOnlyList<SavedSearch>> ReadNamedAsync(string account, CancellationToken cancellationToken);

    /// <summary>All searches of a person, newest first, those with a name among them.</summary>
    Task<IReadOnlyList<SavedSearch>> ReadHistoryAsync(string account, int take, CancellationToken cancellationToken);

    /// <summary>Searches of all people that have a schedule.</summary>
    Task<IReadOnlyList<SavedSearch>> ReadScheduledAsync(CancellationToken cancellationToken);

    /// <summary>Gives it a name, or another one.</summary>
    Task<bool> NameAsync(string account, string id, string name, CancellationToken cancellationToken);

    /// <summary>Only searches with a name have a schedule.</summary>
    Task<bool> ScheduleAsync(string account, string id, SearchSchedule schedule, CancellationToken cancellationToken);

    Task<bool> OrderAsync(string account, string id, SearchOrder order, CancellationToken cancellationToken);

    /// <summary>Forgets a search and its marks.</summary>
    Task<bool> DeleteAsync(string account, string id, CancellationToken cancellationToken);

    /// <summary>Does nothing when the search was forgotten meanwhile.</summary>
    Task RecordRunAsync(string id, SavedSearchRun run, CancellationToken cancellationToken);

    /// <summary>Takes a due search for one runner. The claim ends by itself at <paramref name="until"/>, so a killed process blocks nothing.</summary>
    /// <returns>False when another runner has it, or ran it since <paramref name="search"/> was read.</returns>
    Task<bool> ClaimAsync(SavedSearch search, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Ends a claim.</summary>
    /// <param name="doneAt">When its turn was over; null when it is still due.</param>
    Task ReleaseAsync(string id, DateTimeOffset? doneAt, SavedSearchTrouble trouble, CancellationToken cancellationToken);

    /// <summary>Marks a record, or takes the mark away.</summary>
    /// <returns>False when there is no such search of this person.</returns>
    Task<bool> MarkAsync(string account, string id, long sequence, bool marked, CancellationToken cancellationToken);

    /// <summary>Marked records, ascending.</summary>
    Task<IReadOnlyList<long>> ReadMarksAsync(string account, string id, CancellationToken cancellationToken);
}
