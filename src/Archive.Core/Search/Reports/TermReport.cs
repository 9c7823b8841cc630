using Archive.Core.Search.Language;

namespace Archive.Core.Search.Reports;

/// <summary>What each of a list of queries finds, alone and beside the others.</summary>
/// <param name="Distinct">Records that at least one line finds.</param>
/// <param name="Persons">Senders of all of them, most frequent first, at most 20.</param>
/// <param name="Months">All of them by month, ascending.</param>
/// <param name="State">Of the index when the report was begun.</param>
public sealed record TermReport(
    string Account,
    string Purpose,
    DateTimeOffset MadeAt,
    IReadOnlyList<TermLine> Lines,
    long Distinct,
    IReadOnlyList<FacetCount> Persons,
    IReadOnlyList<FacetCount> Months,
    IndexState State)
{
    /// <summary>Its maker sees some records alone, and <see cref="State"/> counts those.</summary>
    public bool IsNarrow { get; init; }
}

/// <param name="Number">From 1.</param>
public sealed record TermLine(int Number, string Query)
{
    /// <summary>Persons that an index names; more are "at least".</summary>
    public const int MostPersons = 20;

    public long Hits { get; init; }

    /// <summary>Hits that no other line has.</summary>
    public long Unique { get; init; }

    /// <summary>Senders; at least so many where it is <see cref="MostPersons"/>.</summary>
    public int Persons { get; init; }

    /// <summary>Time of the oldest hit.</summary>
    public DateTimeOffset? First { get; init; }

    public DateTimeOffset? Last { get; init; }

    /// <summary>Why it could not be read; null when it was.</summary>
    public QueryException? Problem { get; init; }

    /// <summary>The time of the report was over before its turn; nothing is known of it.</summary>
    public bool NotRun { get; init; }
}
