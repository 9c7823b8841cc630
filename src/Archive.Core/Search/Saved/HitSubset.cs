using Archive.Core.Audit;
using Archive.Core.Messages;

namespace Archive.Core.Search.Saved;

/// <summary>Reads pages of some of the hits of a search: the new ones, the marked ones. Newest arrival first, in the audit trail as a page of that
/// search. Safe for concurrent callers.</summary>
public sealed class HitSubset(QueryCompiler compile, ISearchIndex index, IRecordStore records, AuditTrail audit)
{
    /// <param name="isWanted">Told the sequence number of each hit.</param>
    /// <param name="page">From 1.</param>
    /// <exception cref="ArgumentException">No purpose was given.</exception>
    public async Task<SearchPage> ReadPageAsync(
        Reader reader, string query, Predicate<long> isWanted, int page, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader.Purpose);
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        var bound = compile(query, reader.Scope);
        await audit.PageReadAsync(reader, query, page, cancellationToken);
        var wanted = new List<long>();
        await foreach (var piece in index.ReadMatchesAsync(bound, cancellationToken))
        {
            wanted.AddRange(piece.Where(sequence => isWanted(sequence)));
        }

        wanted.Reverse();
        var shown = wanted.Skip((int)Math.Min(int.MaxValue, (page - 1L) * pageSize)).Take(pageSize).ToList();
        var found = await records.ReadAsync(shown, cancellationToken);
        var state = await index.ReadStateAsync(cancellationToken);
        var coverage = await IndexCoverage.ReadAsync(index, records, reader.Scope, state, cancellationToken);
        return new SearchPage(wanted.Count, Exact: true, bound, found, null, coverage.Behind, coverage.Searchable) { State = state };
    }
}
