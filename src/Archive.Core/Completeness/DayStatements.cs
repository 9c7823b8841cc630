using Archive.Core.Evidence;

namespace Archive.Core.Completeness;

/// <summary>The statements that were made, read from the evidence log, where alone they stand: what is stated of a day cannot differ from what the log holds,
/// and needs no table to be kept, moved and checked beside it. Entries are read once; a later call asks only for those that came since. Thread-safe.</summary>
public sealed class DayStatements(IEvidenceLog log) : IDisposable
{
    private const int BatchSize = 500;

    private static readonly EvidenceKind[] Kind = [EvidenceKind.DayStated];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<(string Source, DateOnly Day), List<DayStatement>> _read = [];
    private long _last = -1;

    /// <summary>The statement in force of each day of a source, in order of day.</summary>
    /// <param name="source">Null for all.</param>
    public Task<IReadOnlyList<DayStatement>> ReadAsync(string? source, CancellationToken cancellationToken) => UseAsync<IReadOnlyList<DayStatement>>(
        () => [.. _read.Where(d => source is null || d.Key.Source == source).Select(d => InForce(d.Value)).OrderBy(s => s.Day).ThenBy(s => s.Source, StringComparer.Ordinal)],
        cancellationToken);

    /// <summary>All that was stated of a day, newest first.</summary>
    public Task<IReadOnlyList<DayStatement>> ReadHistoryAsync(string source, DateOnly day, CancellationToken cancellationToken) =>
        UseAsync<IReadOnlyList<DayStatement>>(() => [.. _read.GetValueOrDefault((source, day), []).AsEnumerable().Reverse()], cancellationToken);

    /// <returns>The statement that has this note; null for none.</returns>
    public Task<DayStatement?> FindAsync(string note, CancellationToken cancellationToken) =>
        UseAsync(() => _read.Values.SelectMany(statements => statements).FirstOrDefault(s => s.Note == note), cancellationToken);

    /// <summary>Makes a statement: durable when the call returns.</summary>
    /// <exception cref="InvalidOperationException">Its figures do not add up; nothing was written.</exception>
    internal async Task<DayStatement> AddAsync(DayStatement statement, string actor, CancellationToken cancellationToken)
    {
        if (statement.FindFault() is { } fault)
        {
            throw new InvalidOperationException($"The statement of {statement.Source} for {statement.Day:yyyy-MM-dd} cannot be made: {fault}.");
        }

        return statement with { LeafIndex = await log.AppendAsync(StatementEncoding.ToEntry(statement, actor), cancellationToken) };
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>What is final stays so, whatever a run that was late says after it; otherwise the newest holds.</summary>
    private static DayStatement InForce(List<DayStatement> statements) => statements.Find(s => s.IsFinal) ?? statements[^1];

    private async Task<T> UseAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await CatchUpAsync(cancellationToken);
            return read();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var newest = await log.ReadAsync(Kind, null, 1, cancellationToken);
        if (newest.Count == 0 || newest[0].LeafIndex <= _last)
        {
            return;
        }

        var entries = new List<EvidenceEntry>(newest);
        while (entries[^1].LeafIndex > _last && await log.ReadAsync(Kind, entries[^1].LeafIndex, BatchSize, cancellationToken) is { Count: > 0 } older)
        {
            entries.AddRange(older);
        }

        foreach (var entry in entries.Where(e => e.LeafIndex > _last).Reverse())
        {
            var statement = StatementEncoding.FromEntry(entry);
            if (!_read.TryGetValue((statement.Source, statement.Day), out var statements))
            {
                _read[(statement.Source, statement.Day)] = statements = [];
            }

            statements.Add(statement);
        }

        _last = newest[0].LeafIndex;
    }
}
