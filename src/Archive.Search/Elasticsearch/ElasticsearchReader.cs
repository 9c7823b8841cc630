using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Every question to the index. What a question sees are the documents up to the cursor of the state that was read before it, so never a
/// part of a batch. Thread-safe.</summary>
internal sealed class ElasticsearchReader(
    ElasticsearchClient client, StateStore states, NameStore register, PagedReader pages, IndexNames names, ElasticsearchOptions options)
{
    // A new generation may take over, and the old one go, between reading the state and asking.
    private const int Attempts = 4;

    /// <summary>Of the generation that is written.</summary>
    public async Task<IndexState> ReadStateAsync(CancellationToken cancellationToken)
    {
        if (await states.FindAsync(cancellationToken) is not { State.Written: var written })
        {
            return StateOf(IndexGeneration.Begin(1), 0);
        }

        written.Require();
        if (written.Years.Count == 0)
        {
            return StateOf(written, 0);
        }

        using var json = await client.ReadAsync(
            HttpMethod.Post,
            $"/{string.Join(',', names.MessagesOf(written))}/_search?allow_partial_search_results=false",
            writer => SearchBodies.WriteCount(writer, written.Cursor),
            cancellationToken);
        return StateOf(written, SearchAnswers.TotalOf(SearchAnswers.Check(json.RootElement)).Total);
    }

    public Task<IndexAnswer> SearchAsync(BoundQuery query, IndexPaging paging, CancellationToken cancellationToken) =>
        AskAsync(async (state, generation) =>
        {
            if (generation.Years.Count == 0)
            {
                return new IndexAnswer(0, true, [], paging.WithFacets ? new SearchFacets([], [], [], [], [], []) : null, StateOf(generation, 0));
            }

            var known = await register.GetAsync(state, cancellationToken);
            var translated = new ElasticsearchTranslator(known.FindKeys).Translate(query, generation.Cursor);
            var isDeep = (long)paging.Skip + paging.Take > PagedReader.LargestPage;
            var lines = WriteLines(generation, translated, isDeep ? paging with { Skip = 0, Take = 0 } : paging);
            using var json = await client.SendLinesAsync("/_msearch", lines, cancellationToken);
            var responses = json.RootElement.GetProperty("responses");
            var answer = SearchAnswers.Check(responses[0]);
            var (total, isExact) = SearchAnswers.TotalOf(answer);
            IReadOnlyList<long> sequences = !isDeep ? [.. SearchAnswers.HitsOf(answer).Select(SearchAnswers.SequenceOf)]
                : isExact && paging.Skip >= total ? []
                : await ReadDeepAsync(generation, translated, paging, cancellationToken);
            return new IndexAnswer(
                total, isExact, sequences, paging.WithFacets ? FacetReader.Read(answer, known) : null,
                StateOf(generation, SearchAnswers.TotalOf(SearchAnswers.Check(responses[1])).Total));
        }, cancellationToken);

    public async IAsyncEnumerable<IReadOnlyList<long>> ReadMatchesAsync(BoundQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        var cursor = long.MaxValue;
        var failures = 0;
        while (true)
        {
            var after = last;
            var (request, limit) = await AskAsync(async (state, generation) => (
                await ToRequestAsync(state, generation, query, after, Math.Min(cursor, generation.Cursor), cancellationToken), generation.Cursor), cancellationToken);
            cursor = Math.Min(cursor, limit);
            if (request is null)
            {
                yield break;
            }

            await using var found = pages.ReadAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
            var isGone = false;
            while (!isGone)
            {
                bool isMore;
                try
                {
                    isMore = await found.MoveNextAsync();
                }
                catch (ElasticsearchException e) when (e.IsGone && ++failures < Attempts)
                {
                    // The server let go of the point in time, or a new generation took over: on from the last number.
                    isGone = true;
                    continue;
                }

                if (!isMore)
                {
                    yield break;
                }

                long[] sequences = [.. found.Current.Select(SearchAnswers.SequenceOf)];
                last = sequences[^1];
                failures = 0;
                yield return sequences;
            }
        }
    }

    public Task<IReadOnlyList<long>> ReadNeighboursAsync(long sequence, int before, int after, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<long>>(async (_, generation) =>
        {
            if (generation.Years.Count == 0)
            {
                return [];
            }

            var index = string.Join(',', names.MessagesOf(generation));
            using var found = await client.ReadAsync(HttpMethod.Post, $"/{index}/_search?allow_partial_search_results=false",
                writer => SearchBodies.WriteOne(writer, sequence, generation.Cursor), cancellationToken);
            if (SearchAnswers.HitsOf(SearchAnswers.Check(found.RootElement)) is not [var focus])
            {
                return [];
            }

            var buffer = new ArrayBufferWriter<byte>();
            SearchBodies.WriteLine(buffer, writer => SearchBodies.WriteHeader(writer, names.MessagesOf(generation), isRanked: false));
            SearchBodies.WriteLine(buffer, writer => SearchBodies.WriteNeighbours(writer, focus, before, isEarlier: true, generation.Cursor));
            SearchBodies.WriteLine(buffer, writer => SearchBodies.WriteHeader(writer, names.MessagesOf(generation), isRanked: false));
            SearchBodies.WriteLine(buffer, writer => SearchBodies.WriteNeighbours(writer, focus, after, isEarlier: false, generation.Cursor));
            using var json = await client.SendLinesAsync("/_msearch", buffer.WrittenMemory, cancellationToken);
            var sides = json.RootElement.GetProperty("responses").EnumerateArray()
                .Select(side => SearchAnswers.HitsOf(SearchAnswers.Check(side)).Select(SearchAnswers.SequenceOf).ToArray()).ToArray();
            return [.. sides[0].Reverse(), sequence, .. sides[1]];
        }, cancellationToken);

    /// <summary>Asks again when the generation that was asked has gone meanwhile.</summary>
    private async Task<T> AskAsync<T>(Func<ElasticsearchState, IndexGeneration, Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var state = (await states.FindAsync(cancellationToken))?.State ?? ElasticsearchState.Begin(1);
            try
            {
                return await ask(state, state.Searched.Require());
            }
            catch (ElasticsearchException e) when (e.IsGone && attempt < Attempts)
            {
                var now = (await states.FindAsync(cancellationToken))?.State;
                if (now?.Searched.Number == state.Searched.Number)
                {
                    throw;
                }
            }
        }
    }

    private async Task<PageRequest?> ToRequestAsync(
        ElasticsearchState state, IndexGeneration generation, BoundQuery query, long after, long cursor, CancellationToken cancellationToken)
    {
        if (generation.Years.Count == 0)
        {
            return null;
        }

        var known = await register.GetAsync(state, cancellationToken);
        return new PageRequest([.. names.MessagesOf(generation)], new ElasticsearchTranslator(known.FindKeys).Translate(query, cursor, after), ["seq"], IsDescending: false);
    }

    private ReadOnlyMemory<byte> WriteLines(IndexGeneration generation, ReadOnlyMemory<byte> query, IndexPaging paging)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        var isRanked = paging.Order == SearchOrder.Relevance;
        SearchBodies.WriteLine(buffer, writer => SearchBodies.WriteHeader(writer, names.MessagesOf(generation), isRanked));
        SearchBodies.WriteLine(buffer, writer => SearchBodies.WriteSearch(writer, query, paging, options.ExactTotalLimit));
        SearchBodies.WriteLine(buffer, writer => SearchBodies.WriteHeader(writer, names.MessagesOf(generation), isRanked: false));
        SearchBodies.WriteLine(buffer, writer => SearchBodies.WriteCount(writer, generation.Cursor));
        return buffer.WrittenMemory;
    }

    private async Task<IReadOnlyList<long>> ReadDeepAsync(
        IndexGeneration generation, ReadOnlyMemory<byte> query, IndexPaging paging, CancellationToken cancellationToken)
    {
        var request = new PageRequest(
            [.. names.MessagesOf(generation)], query, SearchBodies.SortOf(paging.Order), paging.Order != SearchOrder.Oldest,
            IsRanked: paging.Order == SearchOrder.Relevance);
        var sequences = new List<long>(paging.Take);
        var position = 0L;
        await foreach (var page in pages.ReadAsync(request, cancellationToken))
        {
            var start = (int)Math.Clamp(paging.Skip + sequences.Count - position, 0, page.Count);
            sequences.AddRange(page.Skip(start).Take(paging.Take - sequences.Count).Select(SearchAnswers.SequenceOf));
            position += page.Count;
            if (sequences.Count == paging.Take)
            {
                break;
            }
        }

        return sequences;
    }

    private static IndexState StateOf(IndexGeneration generation, long count) => new(generation.Cursor, count, generation.Name);
}
