using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Search;

namespace Archive.Tests.Jobs;

/// <summary>Record store, index, dispositions and evidence log in one list, enough for jobs to do real work on.</summary>
internal sealed class MemoryArchive : IRecordStore, ISearchIndex, IDispositionStore, IEvidenceLog
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, StoredRecord> _records = [];
    private readonly HashSet<(string, string, string)> _known = [];
    private readonly SortedSet<long> _indexed = [];
    private readonly HashSet<long> _pending = [];
    private readonly Dictionary<string, Dictionary<string, string>> _cursors = new(StringComparer.Ordinal);
    private long _last;

    public string Engine => "memory";

    public long Cursor { get; private set; }

    private IndexState State => new(Cursor, _indexed.Count, "memory/1");

    public int Indexed => _indexed.Count;

    public int Stored => _records.Count;

    /// <summary>When set, disposing throws it.</summary>
    public Exception? DisposeFails { get; set; }

    public Task<SourceCursor> ReadCursorAsync(string source, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_cursors.TryGetValue(source, out var parts) ? new SourceCursor(parts.ToDictionary(StringComparer.Ordinal)) : SourceCursor.Start);
        }
    }

    /// <summary>As a page would that changes it.</summary>
    public void MoveCursor(string source, string part, string? value)
    {
        lock (_lock)
        {
            if (!_cursors.TryGetValue(source, out var parts))
            {
                _cursors[source] = parts = new Dictionary<string, string>(StringComparer.Ordinal);
            }

            parts.Remove(part);
            if (value is not null)
            {
                parts[part] = value;
            }
        }
    }

    public Task<IReadOnlyList<ConsentChange>> ReadConsentsAsync(string source, string? conversation, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ConsentChange>>([]);

    public Task<AppendResult> AppendAsync(PreparedPage page, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var fresh = new List<AppendedRecord>();
            foreach (var item in page.Admitted.Where(i => _known.Add((page.Source, i.Message.NativeId, i.Message.Revision))))
            {
                var pin = new RetentionPin(page.Retention, DateOnly.FromDateTime(item.Message.SentAt.UtcDateTime).AddDays(page.Retention.MinimumDays));
                _last++;
                _records[_last] = new StoredRecord(
                    _last, _last, page.Source, item.Message, item.Marks, page.RedactionPolicy, page.Provenance, page.CapturedAt, pin);
                fresh.Add(new AppendedRecord(_last, item));
            }

            foreach (var (part, value) in page.CursorChanges)
            {
                MoveCursor(page.Source, part, value);
            }

            return Task.FromResult(new AppendResult(fresh, page.Admitted.Count - fresh.Count, page.Quarantined.Count));
        }
    }

    public Task<IReadOnlyList<StoredRecord>> ReadAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredRecord>>([.. sequences.Where(_records.ContainsKey).Select(s => _records[s])]);
        }
    }

    public Task<IReadOnlyList<StoredRecord>> ReadAfterAsync(long sequence, int take, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredRecord>>([.. _records.Values.Where(r => r.Sequence > sequence).Take(take)]);
        }
    }

    public Task<byte[]?> ReadAttachmentAsync(long sequence, string attachmentId, CancellationToken cancellationToken) =>
        Task.FromResult<byte[]?>(null);

    public Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => Task.FromResult(_last);

    public Task<RecordStatistics> ReadStatisticsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new RecordStatistics(_records.Count, _last, "", _last, _last, 0, 0, 0, 0, _last));

    public Task<IReadOnlyList<IntakeCount>> ReadIntakeAsync(string? source, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IntakeCount>>([]);

    public Task ApplyAsync(IReadOnlyList<IndexDocument> documents, long cursor, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _indexed.UnionWith(documents.Select(d => d.Sequence));
            Cursor = Math.Max(Cursor, cursor);
            return Task.CompletedTask;
        }
    }

    public Task RemoveAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _indexed.ExceptWith(documents.Select(d => d.Sequence));
            _pending.UnionWith(documents.Select(d => d.Sequence));
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<long>> ReadPendingRemovalsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<long>>([.. _pending]);
        }
    }

    public Task ConfirmRemovalAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _pending.ExceptWith(sequences);
            return Task.CompletedTask;
        }
    }

    public Task RestoreAsync(IReadOnlyList<IndexDocument> documents, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _pending.ExceptWith(documents.Select(d => d.Sequence));
            _indexed.UnionWith(documents.Select(d => d.Sequence));
            return Task.CompletedTask;
        }
    }

    public ValueTask<IndexState> ReadStateAsync(CancellationToken cancellationToken) => ValueTask.FromResult(State);

    public Task<IndexAnswer> SearchAsync(BoundQuery query, IndexPaging paging, CancellationToken cancellationToken) =>
        Task.FromResult(new IndexAnswer(_indexed.Count, true, [.. _indexed], null, State));

    /// <summary>Everything, whatever the query; one that seeks "broken" fails.</summary>
    public IAsyncEnumerable<IReadOnlyList<long>> ReadMatchesAsync(BoundQuery query, CancellationToken cancellationToken) =>
        query.Root is BoundPhrase { Terms: [{ Text: "broken" }] }
            ? throw new IndexUnavailableException("The index is gone.")
            : new IReadOnlyList<long>[] { [.. _indexed] }.ToAsyncEnumerable();

    public Task<IReadOnlyList<long>> ReadNeighboursAsync(long sequence, int before, int after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<long>>([sequence]);

    public Task CompactAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ResetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _indexed.Clear();
            Cursor = 0;
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<RetentionCandidate>> ReadDueAsync(DateOnly day, long afterSequence, int take, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<RetentionCandidate>>(
            [
                .. _records.Values.Where(r => r.Sequence > afterSequence && r.Retention.KeepUntil <= day).Take(take).Select(r => new RetentionCandidate(
                    r.Sequence, r.Source, r.Message.Conversation.Id, new HashSet<string> { r.Message.Sender.Id }, r.Retention)),
            ]);
        }
    }

    public Task<DispositionResult> DisposeAsync(
        IReadOnlyList<long> sequences, DateOnly day, string actor, DateTimeOffset at, Lease? lease, CancellationToken cancellationToken)
    {
        if (DisposeFails is { } failure)
        {
            throw failure;
        }

        lock (_lock)
        {
            var gone = sequences.Where(_records.Remove).ToList();
            return Task.FromResult(new DispositionResult(gone, []));
        }
    }

    public Task<long> AppendAsync(EvidenceEntry entry, CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<IReadOnlyList<EvidenceEntry>> ReadAsync(
        IReadOnlyList<EvidenceKind> kinds, long? before, int take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EvidenceEntry>>([]);
}
