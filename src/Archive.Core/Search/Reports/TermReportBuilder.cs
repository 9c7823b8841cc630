using Archive.Core.Audit;
using Archive.Core.Messages;
using Archive.Core.Search.Language;

namespace Archive.Core.Search.Reports;

/// <summary>Makes search-term reports. Every line that can be read is a search of its own in the audit trail, before the index is asked. Safe for
/// concurrent callers.</summary>
public sealed class TermReportBuilder(QueryCompiler compile, ISearchIndex index, IRecordStore records, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Lines of a report. A line and its record cost a byte each, which says who found it.</summary>
    public const int MostLines = 100;

    /// <summary>A report is waited for in a browser. Lines whose turn has not come by then are listed as not run.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <param name="queries">1 to <see cref="MostLines"/>.</param>
    /// <exception cref="ArgumentException">No purpose was given.</exception>
    public async Task<TermReport> BuildAsync(Reader reader, IReadOnlyList<string> queries, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader.Purpose);
        ArgumentOutOfRangeException.ThrowIfZero(queries.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queries.Count, MostLines);
        using var time = new CancellationTokenSource(Longest, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        var made = clock.GetUtcNow();
        var state = await index.ReadStateAsync(cancellationToken);
        state = state with { Count = (await IndexCoverage.ReadAsync(index, records, reader.Scope, state, cancellationToken)).Searchable };
        var finders = new Finders();
        var lines = new List<TermLine>();
        var bound = new List<BoundQuery>();
        foreach (var query in queries)
        {
            var line = new TermLine(lines.Count + 1, query);
            try
            {
                both.Token.ThrowIfCancellationRequested();
                var compiled = compile(query, reader.Scope);
                await audit.SearchedAsync(reader, query, cancellationToken);
                line = await RunAsync(line, compiled, finders, both.Token);
                bound.Add(compiled);
            }
            catch (QueryException e)
            {
                line = line with { Problem = e };
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                finders.Forget(line.Number);
                line = line with { NotRun = true };
            }

            lines.Add(line);
        }

        var unique = finders.CountUnique();
        var facets = await ReadFacetsAsync(bound, reader.Scope, cancellationToken);
        return new TermReport(
            reader.Account,
            reader.Purpose,
            made,
            [.. lines.Select(line => line with { Unique = unique[line.Number] })],
            unique[1..].Sum(),
            facets?.Senders ?? [],
            facets?.Months ?? [],
            state)
        {
            IsNarrow = reader.Scope.IsNarrow,
        };
    }

    private async Task<TermLine> RunAsync(TermLine line, BoundQuery query, Finders finders, CancellationToken cancellationToken)
    {
        var hits = 0L;
        await foreach (var piece in index.ReadMatchesAsync(query, cancellationToken))
        {
            hits += piece.Count;
            finders.Add(piece, line.Number);
        }

        var newest = await index.SearchAsync(query, new IndexPaging(0, 1, SearchOrder.Newest, WithFacets: true), cancellationToken);
        var oldest = await index.SearchAsync(query, new IndexPaging(0, 1, SearchOrder.Oldest), cancellationToken);
        return line with
        {
            Hits = hits,
            Persons = newest.Facets?.Senders.Count ?? 0,
            First = await ReadTimeAsync(oldest, cancellationToken),
            Last = await ReadTimeAsync(newest, cancellationToken),
        };
    }

    private async Task<DateTimeOffset?> ReadTimeAsync(IndexAnswer answer, CancellationToken cancellationToken) =>
        (await records.ReadAsync(answer.Sequences, cancellationToken)).SingleOrDefault()?.Message.SentAt;

    private async Task<SearchFacets?> ReadFacetsAsync(List<BoundQuery> queries, SearchScope scope, CancellationToken cancellationToken)
    {
        if (queries.Count == 0)
        {
            return null;
        }

        // One line that matches everything makes the whole set everything.
        var roots = queries.Select(q => q.Root).OfType<BoundNode>().ToList();
        var union = roots.Count < queries.Count ? null : roots.Count == 1 ? roots[0] : new BoundOr(roots);
        var answer = await index.SearchAsync(new BoundQuery(union, scope), new IndexPaging(0, 1, SearchOrder.Newest, WithFacets: true), cancellationToken);
        return answer.Facets;
    }

    /// <summary>Which line found a record: nobody, one, or several. Numbers of records are dense, so a byte for each is the smallest table.</summary>
    private sealed class Finders
    {
        private const byte Several = byte.MaxValue;

        private byte[] _lines = [];

        /// <summary>Records by the line that alone found them; those of several lines stand last, those of none first.</summary>
        public long[] CountUnique()
        {
            var counts = new long[Several + 1];
            foreach (var line in _lines)
            {
                counts[line]++;
            }

            return counts;
        }

        public void Add(IReadOnlyList<long> sequences, int line)
        {
            foreach (var sequence in sequences)
            {
                if (sequence >= _lines.Length)
                {
                    Array.Resize(ref _lines, checked((int)Math.Max(sequence + 1, Math.Min(Array.MaxLength, _lines.LongLength * 2))));
                }

                _lines[sequence] = _lines[sequence] == 0 ? (byte)line : Several;
            }
        }

        /// <summary>A line that was stopped in the middle found nothing. What it shares with another one stays shared.</summary>
        public void Forget(int line)
        {
            for (var i = 0; i < _lines.Length; i++)
            {
                _lines[i] = _lines[i] == line ? (byte)0 : _lines[i];
            }
        }
    }
}
