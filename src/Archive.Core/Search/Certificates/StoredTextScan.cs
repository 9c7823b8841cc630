using Archive.Core.Messages;

namespace Archive.Core.Search.Certificates;

/// <summary>Answers queries from the record store alone: reads every record, and asks of each whether it matches.</summary>
internal sealed class StoredTextScan(IRecordStore records)
{
    private const int BatchSize = 2_000;

    /// <param name="through">Number of the last record to look at.</param>
    /// <param name="progress">Told the number reached.</param>
    public async Task<StoredMatches> RunAsync(BoundQuery query, long through, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var names = new NameBook();
        if (query.Root is { } root && AsksForNames(root))
        {
            await foreach (var document in ReadAsync(through, null, cancellationToken))
            {
                names.Add(document);
            }
        }

        var test = new DocumentTest(query, names);
        var searched = 0L;
        var found = new List<long>();
        await foreach (var document in ReadAsync(through, progress, cancellationToken))
        {
            searched += query.Scope.Allows(document.Source) ? 1 : 0;
            if (test.Matches(document))
            {
                found.Add(document.Sequence);
            }
        }

        return new StoredMatches(searched, found);
    }

    private static bool AsksForNames(BoundNode node) => node switch
    {
        BoundAnd and => and.Nodes.Any(AsksForNames),
        BoundOr or => or.Nodes.Any(AsksForNames),
        BoundNot not => AsksForNames(not.Node),
        BoundField field => field.Field is SearchField.From or SearchField.To or SearchField.In,
        _ => false,
    };

    private async IAsyncEnumerable<IndexDocument> ReadAsync(
        long through, IProgress<long>? progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (true)
        {
            var batch = await records.ReadAfterAsync(last, BatchSize, cancellationToken);
            foreach (var record in batch)
            {
                if (record.Sequence > through)
                {
                    yield break;
                }

                yield return IndexCatchUp.ToDocument(record);
            }

            if (batch.Count == 0)
            {
                yield break;
            }

            last = batch[^1].Sequence;
            progress?.Report(last);
        }
    }
}

/// <param name="Searched">Records that were looked at and that the asker may see.</param>
/// <param name="Sequences">Those that match, ascending.</param>
internal sealed record StoredMatches(long Searched, IReadOnlyList<long> Sequences);
