using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Every change of documents. One call at a time in a process; writers of several processes are kept apart by the state document, which
/// each of them replaces on condition that nobody else did, or begins again.
/// <para>Documents carry external versions: 1 when they are applied, so that a repeated batch is refused item by item and harmless; the version of
/// the state when they are removed or put back, which only grows.</para></summary>
internal sealed class ElasticsearchWriter(
    ElasticsearchClient client, StateStore states, MessageIndices indices, NameStore register, PendingRemovals pending, BulkSender bulk,
    HeldDocuments held, IndexNames names)
{
    private const long FirstVersion = 1;

    private readonly DocumentWriter _documents = new();
    private bool _isTidy;

    public async Task ApplyAsync(IReadOnlyList<IndexDocument> documents, long cursor, CancellationToken cancellationToken)
    {
        if (documents.Count > 0 && documents[^1].Sequence > cursor)
        {
            throw new ArgumentOutOfRangeException(nameof(cursor), cursor, "The cursor lies before a document.");
        }

        while (!await TryApplyAsync(documents, cursor, cancellationToken))
        {
            // Another writer changed the state meanwhile: what it did decides what is left to do.
        }
    }

    public async Task RemoveAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
        {
            return;
        }

        var state = (await states.GetOrCreateAsync(cancellationToken)).State;
        var known = await FindPendingAsync(documents, cancellationToken);
        var present = await held.FindAsync(state, [.. documents.Select(document => document.Sequence)], cancellationToken);
        var concerned = documents.Where(document => known.ContainsKey(document.Sequence) || present.Contains(document.Sequence)
            || document.Sequence > state.Written.Cursor).ToArray();
        await pending.WriteAsync(concerned.Where(document => !known.ContainsKey(document.Sequence)).Select(document =>
            new PendingRemoval(document.Sequence, IsSettled: false)), cancellationToken);

        // From here on no batch that was begun before can end without seeing what is pending.
        state = (await states.UpdateAsync(now => now, cancellationToken)).State;
        await SendAsync(
            concerned.SelectMany(document => PlacesOf(document, state.Generations).Select(index => (document, index))),
            (body, item) => body.Delete(item.index, DocumentWriter.IdOf(item.document.Sequence), state.Version),
            cancellationToken);
        await RefreshAsync(state.Generations, cancellationToken);
    }

    public async Task<IReadOnlyList<long>> ReadPendingAsync(CancellationToken cancellationToken)
    {
        await states.GetOrCreateAsync(cancellationToken);
        return [.. (await pending.ReadAsync(cancellationToken)).Where(row => !row.IsSettled).Select(row => row.Sequence)];
    }

    public async Task ConfirmAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        if (sequences.Count == 0)
        {
            return;
        }

        var cursor = (await states.GetOrCreateAsync(cancellationToken)).State.Written.Cursor;
        var wanted = sequences.ToHashSet();
        var rows = (await pending.ReadAsync(sequences.Min(), sequences.Max(), cancellationToken)).Where(row => !row.IsSettled && wanted.Contains(row.Sequence)).ToArray();
        await pending.WriteAsync(rows.Where(row => row.Sequence > cursor).Select(row => row with { IsSettled = true }), cancellationToken);
        await pending.DeleteAsync(rows.Where(row => row.Sequence <= cursor).Select(row => row.Sequence), cancellationToken);
    }

    /// <summary>Documents first, so that a crash leaves the removal pending and not the document lost.</summary>
    public async Task RestoreAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
        {
            return;
        }

        await states.GetOrCreateAsync(cancellationToken);
        var known = await FindPendingAsync(documents, cancellationToken);
        var left = documents.Where(document => known.TryGetValue(document.Sequence, out var isSettled) && !isSettled).ToArray();
        while (left.Length > 0)
        {
            var state = await PublishNamesAsync(left, cancellationToken);
            await SendAsync(
                left.SelectMany(document => PlacesOf(document, state.Generations.Where(generation => document.Sequence <= generation.Cursor)).Select(index => (document, index))),
                (body, item) => _documents.Write(body, item.index, item.document, state.Version),
                cancellationToken);
            await RefreshAsync(state.Generations, cancellationToken);
            await pending.DeleteAsync(left.Select(document => document.Sequence), cancellationToken);

            // A batch that another process ended meanwhile left them out.
            var now = (await states.UpdateAsync(current => current, cancellationToken)).State;
            left = [.. left.Where(document => document.Sequence > state.Written.Cursor && document.Sequence <= now.Written.Cursor)];
        }
    }

    private async Task<bool> TryApplyAsync(IReadOnlyList<IndexDocument> documents, long cursor, CancellationToken cancellationToken)
    {
        var read = await states.GetOrCreateAsync(cancellationToken);
        var written = read.State.Written.Require();
        if (cursor <= written.Cursor)
        {
            return true;
        }

        var fresh = documents.Where(document => document.Sequence > written.Cursor).ToArray();
        RequireAscending(fresh);
        var rows = await pending.ReadAsync(0, cursor, cancellationToken);
        var removed = rows.Select(row => row.Sequence).ToHashSet();
        var added = fresh.Where(document => !removed.Contains(document.Sequence)).ToArray();
        int[] years = [.. added.Select(document => DocumentWriter.YearOf(document.Time)).Distinct().Except(written.Years)];
        await indices.CreateAsync(written.Number, years, isSearched: read.State.Answering is null, cancellationToken);
        written = written with { Years = [.. written.Years.Concat(years).Order()] };

        var version = await register.WriteAsync(read.State, added, cancellationToken);
        await SendAsync(added, (body, document) => _documents.Write(body, PlaceOf(document, written), document, FirstVersion), cancellationToken);

        // A batch that broke off before its removals were known may have brought them.
        await SendAsync(
            fresh.Where(document => removed.Contains(document.Sequence)).SelectMany(document => PlacesOf(document, [written]).Select(index => (document, index))),
            (body, item) => body.Delete(item.index, DocumentWriter.IdOf(item.document.Sequence), read.State.Version + 1),
            cancellationToken);
        await RefreshAsync([written with { Years = [.. fresh.Select(document => DocumentWriter.YearOf(document.Time)).Intersect(written.Years)] }], cancellationToken);

        var next = read.State with { Written = written with { Cursor = cursor }, Names = version };
        next = cursor >= next.Answering?.Cursor ? next with { Answering = null } : next;
        if (await states.TryWriteAsync(read, next, cancellationToken) is not { } stored)
        {
            return false;
        }

        register.Published(stored.State);
        await pending.DeleteAsync(rows.Where(row => row.IsSettled).Select(row => row.Sequence), cancellationToken);

        // Once in a process for what a crash left in the middle, and when a new generation takes over.
        if (!_isTidy || (read.State.Answering is not null && stored.State.Answering is null))
        {
            await indices.ShowAsync(stored.State, cancellationToken);
            _isTidy = true;
        }

        return true;
    }

    private async Task<ElasticsearchState> PublishNamesAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await states.GetOrCreateAsync(cancellationToken);
            read.State.Written.Require();
            var version = await register.WriteAsync(read.State, documents, cancellationToken);
            if (await states.TryWriteAsync(read, read.State with { Names = version }, cancellationToken) is { } stored)
            {
                register.Published(stored.State);
                return stored.State;
            }
        }
    }

    private async Task<Dictionary<long, bool>> FindPendingAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken)
    {
        var rows = await pending.ReadAsync(documents.Min(document => document.Sequence), documents.Max(document => document.Sequence), cancellationToken);
        return rows.ToDictionary(row => row.Sequence, row => row.IsSettled);
    }

    private async Task SendAsync<T>(IEnumerable<T> items, Action<BulkBody, T> write, CancellationToken cancellationToken)
    {
        using var body = new BulkBody();
        foreach (var item in items)
        {
            write(body, item);
            if (DocumentWriter.IsFull(body, bulk.Limit))
            {
                await bulk.SendAsync(body, cancellationToken);
            }
        }

        await bulk.SendAsync(body, cancellationToken);
    }

    private async Task RefreshAsync(IEnumerable<IndexGeneration> generations, CancellationToken cancellationToken)
    {
        foreach (var generation in generations.Where(generation => generation.Years.Count > 0))
        {
            await client.SendAsync(HttpMethod.Post, $"/{string.Join(',', names.MessagesOf(generation))}/_refresh", null, cancellationToken);
        }
    }

    private string PlaceOf(IndexDocument document, IndexGeneration generation) => names.Messages(generation.Number, DocumentWriter.YearOf(document.Time));

    /// <summary>Indices that may hold a document.</summary>
    private IEnumerable<string> PlacesOf(IndexDocument document, IEnumerable<IndexGeneration> generations) => generations
        .Where(generation => generation.Years.Contains(DocumentWriter.YearOf(document.Time))).Select(generation => PlaceOf(document, generation));

    private static void RequireAscending(IndexDocument[] documents)
    {
        for (var i = 1; i < documents.Length; i++)
        {
            if (documents[i].Sequence <= documents[i - 1].Sequence)
            {
                throw new ArgumentException("Documents are not in ascending order.", nameof(documents));
            }
        }
    }
}
