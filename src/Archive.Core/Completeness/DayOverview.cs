using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Core.Completeness;

/// <summary>How complete the days of the sources are, for whoever asks: page, file, interface, command line and gauge.</summary>
public sealed class DayOverview(DayStatements statements, IRecordStore records, SourceCatalog sources, CompletenessOptions options, TimeProvider clock)
{
    /// <summary>Sources whose days are stated: those that can be read a second time, and those that no longer are configured and once could.</summary>
    public async Task<IReadOnlyList<string>> ReadSourcesAsync(CancellationToken cancellationToken) =>
    [
        .. sources.Sources.Where(s => s.CanConfirm).Select(s => s.Name)
            .Union((await statements.ReadAsync(null, cancellationToken)).Select(s => s.Source), StringComparer.Ordinal),
    ];

    /// <summary>Every day from the first that is stated until today, ascending; of a source that is not read any more until the last that it had.</summary>
    /// <param name="from">Days before are left out; null from the first.</param>
    /// <param name="to">Days after are left out; null for all.</param>
    public async Task<IReadOnlyList<StatedDay>> ReadAsync(string source, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var stated = (await statements.ReadAsync(source, cancellationToken)).ToDictionary(s => s.Day);
        var counts = (await records.ReadIntakeAsync(source, cancellationToken)).ToLookup(c => c.Day);
        var now = clock.GetUtcNow();
        var (first, today) = (ScheduleOf(source).FirstDay(stated.Values, [.. counts.Select(c => c.Key)], now), DaySchedule.DayOf(now));
        var isRead = sources.Find(source) is { CanConfirm: true };
        var end = isRead ? today : stated.Keys.Concat(counts.Select(c => c.Key)).Append(DateOnly.MinValue).Max();
        first = from > first ? from.Value : first;
        var last = to < end ? to.Value : end;
        var days = new List<StatedDay>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var statement = stated.GetValueOrDefault(day);
            days.Add(new StatedDay(day, StateOf(statement, isRead), statement, ArrivalFigures.Of([.. counts[day]])));
        }

        return days;
    }

    /// <summary>Number of days of each state.</summary>
    public async Task<IReadOnlyDictionary<DayState, int>> CountAsync(string source, CancellationToken cancellationToken) =>
        (await ReadAsync(source, null, null, cancellationToken)).CountBy(day => day.State).ToDictionary();

    /// <summary>All that was stated of a day, newest first.</summary>
    public Task<IReadOnlyList<DayStatement>> ReadHistoryAsync(string source, DateOnly day, CancellationToken cancellationToken) =>
        statements.ReadHistoryAsync(source, day, cancellationToken);

    /// <summary>What is open at a source that is gone stays unconfirmed, unless the source is made again.</summary>
    private static DayState StateOf(DayStatement? statement, bool isRead) => statement?.State is { } state and not DayState.Open ? state
        : isRead ? DayState.Open : DayState.Unconfirmed;

    private DaySchedule ScheduleOf(string source) => new(sources.Find(source)?.Window, options);
}

/// <param name="Statement">The one in force; null where none was made yet.</param>
/// <param name="Now">Counters as they are now; those of the statement are of its time.</param>
public sealed record StatedDay(DateOnly Day, DayState State, DayStatement? Statement, ArrivalFigures Now);
