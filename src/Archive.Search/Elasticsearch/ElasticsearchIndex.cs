using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>The index on an Elasticsearch cluster. Nothing is asked or made before its first use.
/// <para>One writer at a time in a process, and several processes keep out of each other's way; searches run beside them and see whole
/// batches.</para></summary>
public sealed class ElasticsearchIndex : ISearchIndex, IDisposable
{
    private const int LargestWindow = PagedReader.LargestPage;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly NameStore _register;
    private readonly ElasticsearchReader _reader;
    private readonly ElasticsearchWriter _writer;
    private readonly ElasticsearchReset _reset;
    private readonly ElasticsearchCompaction _compaction;

    internal ElasticsearchIndex(IElasticsearchTransport transport, ElasticsearchOptions options, TimeProvider time)
    {
        var names = new IndexNames(options.Prefix);
        var client = new ElasticsearchClient(transport);
        var bulk = new BulkSender(client, options, time);
        var pages = new PagedReader(client);
        _register = new NameStore(client, bulk, pages, names);
        var states = new StateStore(client, names);
        var indices = new MessageIndices(client, states, names, options);
        _reader = new ElasticsearchReader(client, states, _register, pages, names, options);
        _writer = new ElasticsearchWriter(
            client, states, indices, _register, new PendingRemovals(client, bulk, pages, names), bulk, new HeldDocuments(pages, names), names);
        _reset = new ElasticsearchReset(states, indices, names);
        _compaction = new ElasticsearchCompaction(client, states, _register, new UsedNames(client, names), names, options, time);
    }

    /// <inheritdoc/>
    public string Engine => "elasticsearch";

    /// <inheritdoc/>
    public async ValueTask<IndexState> ReadStateAsync(CancellationToken cancellationToken) => await _reader.ReadStateAsync(cancellationToken);

    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyList<IndexDocument> documents, long cursor, CancellationToken cancellationToken) =>
        WriteAsync(() => _writer.ApplyAsync(documents, cursor, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken) =>
        WriteAsync(() => _writer.RemoveAsync(documents, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> ReadPendingRemovalsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<long> pending = [];
        await WriteAsync(async () => pending = await _writer.ReadPendingAsync(cancellationToken), cancellationToken);
        return pending;
    }

    /// <inheritdoc/>
    public Task ConfirmRemovalAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken) =>
        WriteAsync(() => _writer.ConfirmAsync(sequences, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task RestoreAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken) =>
        WriteAsync(() => _writer.RestoreAsync(documents, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<IndexAnswer> SearchAsync(BoundQuery query, IndexPaging paging, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(paging.Skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(paging.Take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(paging.Take, 500);
        return await _reader.SearchAsync(query, paging, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<long>> ReadMatchesAsync(BoundQuery query, CancellationToken cancellationToken) =>
        _reader.ReadMatchesAsync(query, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>At most 10,000 on either side.</remarks>
    public async Task<IReadOnlyList<long>> ReadNeighboursAsync(long sequence, int before, int after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(before, LargestWindow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(after, LargestWindow);
        return await _reader.ReadNeighboursAsync(sequence, before, after, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Takes up to a minute. Documents may be added meanwhile.</remarks>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(() => _compaction.EraseUnusedNamesAsync(cancellationToken), cancellationToken);
        await _compaction.MergeAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task ResetAsync(CancellationToken cancellationToken) => WriteAsync(() => _reset.RunAsync(cancellationToken), cancellationToken);

    public void Dispose()
    {
        _register.Dispose();
        _gate.Dispose();
    }

    private async Task WriteAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await write();
        }
        finally
        {
            _gate.Release();
        }
    }
}
