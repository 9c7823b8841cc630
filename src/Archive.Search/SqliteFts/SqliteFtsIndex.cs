using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>The embedded index: one SQLite file with FTS5, and columns in memory (23 bytes a record). Opened on first use.
/// <para>One writer at a time, searches beside it on connections of their own. A search sees FTS5 rows and columns of the same commit.</para></summary>
public sealed class SqliteFtsIndex(SqliteFtsOptions options, TimeProvider time) : ISearchIndex, IDisposable
{
    private const int MatchesAtOnce = 10_000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentBag<IndexReader> _readers = [];
    private IndexWriter? _writer;
    private volatile IndexSnapshot? _snapshot;

    /// <inheritdoc/>
    public string Engine => "sqlite";

    private IndexSnapshot Snapshot => _snapshot ?? Open();

    public ValueTask<IndexState> ReadStateAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Snapshot.State);

    public Task ApplyAsync(IReadOnlyList<IndexDocument> documents, long cursor, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.Apply(documents, cursor), cancellationToken);

    public Task RemoveAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.Remove(documents), cancellationToken);

    public Task ConfirmRemovalAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.Confirm(sequences), cancellationToken);

    public Task RestoreAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.Restore(documents), cancellationToken);

    public async Task<IReadOnlyList<long>> ReadPendingRemovalsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<long> pending = [];
        await WriteAsync(writer => pending = writer.ReadPending(), cancellationToken);
        return pending;
    }

    public Task<IndexAnswer> SearchAsync(BoundQuery query, IndexPaging paging, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(paging.Skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(paging.Take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(paging.Take, 500);
        return Task.FromResult(Read(run => run.Run(query, paging), cancellationToken));
    }

    public async IAsyncEnumerable<IReadOnlyList<long>> ReadMatchesAsync(BoundQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var piece in Read(run => run.FindAll(query), cancellationToken).Chunk(MatchesAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return piece;
            await Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<long>> ReadNeighboursAsync(long sequence, int before, int after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return Task.FromResult(ConversationWindow.Read(Snapshot, sequence, before, after));
    }

    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(writer => writer.Optimize(), cancellationToken);
        var started = time.GetTimestamp();
        while (true)
        {
            var isEmpty = false;
            await WriteAsync(writer => isEmpty = writer.TryEmptyLog(), cancellationToken);
            if (isEmpty)
            {
                return;
            }

            if (time.GetElapsedTime(started) > options.CompactionPatience)
            {
                throw new IndexUnavailableException(
                    $"The log of the search index {options.Path} could not be emptied because searches were running. Compact again.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A file that cannot be opened is deleted and made anew.</remarks>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ResetOrReplace();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        CloseReaders();
        _writer?.Dispose();
        _gate.Dispose();
    }

    private T Read<T>(Func<SearchRun, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reader = Rent();
        try
        {
            var answer = read(new SearchRun(reader, BeginRead(reader), cancellationToken));
            reader.End();
            _readers.Add(reader);
            return answer;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private async Task WriteAsync(Action<IndexWriter> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var writer = OpenWriter(generation: 1);
            change(writer);
            _snapshot = writer.Snapshot;
        }
        finally
        {
            _gate.Release();
        }
    }

    private void ResetOrReplace()
    {
        try
        {
            OpenWriter(generation: 1).Reset();
        }
        catch (IndexUnavailableException)
        {
            CloseReaders();
            _writer?.Dispose();
            _writer = null;
            IndexFile.Delete(options.Path);

            // The last generation cannot be read, and the next must differ from it.
            OpenWriter(time.GetUtcNow().ToUnixTimeSeconds());
        }

        _snapshot = _writer!.Snapshot; // both ways opened it
    }

    private IndexSnapshot Open()
    {
        _gate.Wait();
        try
        {
            return _snapshot ??= OpenWriter(generation: 1).Snapshot;
        }
        finally
        {
            _gate.Release();
        }
    }

    private IndexWriter OpenWriter(long generation) => _writer ??= IndexWriter.Open(options.Path, generation);

    private IndexReader Rent()
    {
        _ = Snapshot; // makes the file
        return _readers.TryTake(out var reader) ? reader : new IndexReader(options.Path);
    }

    /// <summary>Begins a transaction whose commit is the snapshot's. A snapshot is published just after its commit, so a reader may have to wait
    /// for it, or to begin again.</summary>
    private IndexSnapshot BeginRead(IndexReader reader)
    {
        var wait = new SpinWait();
        while (true)
        {
            var version = reader.Begin();
            for (var attempt = 0; attempt < 100 && Snapshot.Version < version; attempt++)
            {
                wait.SpinOnce();
            }

            var snapshot = Snapshot;
            if (snapshot.Version == version)
            {
                return snapshot;
            }

            reader.End();
            if (snapshot.Version < version)
            {
                Refresh();
            }
        }
    }

    /// <summary>Another process wrote, or the writer is between commit and publication.</summary>
    private void Refresh()
    {
        _gate.Wait();
        try
        {
            var writer = OpenWriter(generation: 1);
            writer.Refresh();
            _snapshot = writer.Snapshot;
        }
        finally
        {
            _gate.Release();
        }
    }

    private void CloseReaders()
    {
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
