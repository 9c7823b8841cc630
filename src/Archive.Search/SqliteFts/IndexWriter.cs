using Archive.Core.Search;
using Archive.Core.Search.Analysis;

namespace Archive.Search.SqliteFts;

/// <summary>Every change of the index: FTS5 rows, columns, names and cursor in one transaction. The caller lets in one thread at a time and
/// publishes the snapshot that each method leaves in <see cref="Snapshot"/>.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly TextAnalyzer _analyzer = new();
    private readonly WriterStatements _statements;
    private readonly byte[] _block = new byte[ColumnBlock.Bytes];
    private NameRegister _names;
    private IndexMemory _memory;
    private bool _isStale;

    private IndexWriter(SqliteDatabase database)
    {
        _database = database;
        _memory = IndexMemory.Load(database);
        _statements = new WriterStatements(database);
        _names = new NameRegister(_memory, _statements);
        Snapshot = _memory.ToSnapshot();
    }

    public IndexSnapshot Snapshot { get; private set; }

    /// <param name="generation">For a file that does not exist yet.</param>
    /// <exception cref="IndexUnavailableException">The file is not an index of this program, or damaged.</exception>
    public static IndexWriter Open(string path, long generation)
    {
        var database = IndexFile.OpenOrCreate(path, generation);
        try
        {
            return new IndexWriter(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public void Apply(IReadOnlyList<IndexDocument> documents, long cursor)
    {
        if (cursor > uint.MaxValue || (documents.Count > 0 && documents[^1].Sequence > cursor))
        {
            throw new ArgumentOutOfRangeException(nameof(cursor), cursor, "The cursor lies before a document, or beyond 2^32.");
        }

        Commit(() =>
        {
            var last = _memory.Cursor;
            if (cursor <= last)
            {
                return;
            }

            var hasPending = _statements.HasPendingAfter(last);

            foreach (var document in documents)
            {
                if (document.Sequence <= _memory.Cursor)
                {
                    continue;
                }

                if (document.Sequence <= last)
                {
                    throw new ArgumentException("Documents are not in ascending order.", nameof(documents));
                }

                Leave(last + 1, document.Sequence);
                last = document.Sequence;
                if (hasPending && _statements.IsPending(last))
                {
                    Leave(last, last + 1);
                }
                else
                {
                    Insert(document);
                }
            }

            Leave(last + 1, cursor + 1);
            _memory.Cursor = cursor;
            _statements.ForgetSettled(cursor);
        });
    }

    public void Remove(IReadOnlyList<IndexDocument> documents) => Commit(() =>
    {
        foreach (var document in documents)
        {
            if (_statements.IsPending(document.Sequence))
            {
                continue;
            }

            if (_memory.Holds(document.Sequence))
            {
                Delete(document);
            }
            else if (document.Sequence <= _memory.Cursor)
            {
                continue;
            }

            _statements.AddPending(document.Sequence);
        }
    });

    public void Confirm(IReadOnlyList<long> sequences) => Commit(() =>
    {
        foreach (var sequence in sequences)
        {
            _statements.SettlePending(sequence, isAhead: sequence > _memory.Cursor);
        }
    });

    public void Restore(IReadOnlyList<IndexDocument> documents) => Commit(() =>
    {
        foreach (var document in documents)
        {
            if (_statements.TakePending(document.Sequence) && document.Sequence <= _memory.Cursor)
            {
                Insert(document);
            }
        }
    });

    /// <summary>Loads what another process wrote.</summary>
    public void Refresh()
    {
        _database.Execute("begin");
        try
        {
            LoadIfChanged();
            Snapshot = _memory.ToSnapshot();
        }
        finally
        {
            _database.Execute("rollback");
        }
    }

    public IReadOnlyList<long> ReadPending() => _statements.ReadPending();

    public void Reset() => Commit(() =>
    {
        _database.Execute("""
            insert into f(f) values('delete-all');
            delete from block; delete from entry; delete from entry_name; delete from audience; delete from traits; delete from pending;
            """);
        var (version, generation) = (_memory.Version, _memory.Generation);
        _memory = new IndexMemory { Version = version, Generation = generation + 1 };
        _names = new NameRegister(_memory, _statements);
    });

    /// <summary>Names of nobody and words of nothing leave the file; the log is emptied by the caller, who waits for readers.</summary>
    public void Optimize() => Commit(() =>
    {
        _names.RemoveUnused();
        _database.Execute("insert into f(f) values('optimize')");
    });

    /// <summary>False while a reader still needs the log.</summary>
    public bool TryEmptyLog()
    {
        using var checkpoint = _database.Prepare("pragma wal_checkpoint(truncate)");
        return checkpoint.Step() && checkpoint.Int64(0) == 0 && new FileInfo(_database.Path + "-wal") is { Exists: false } or { Length: 0 };
    }

    public void Dispose()
    {
        _statements.Dispose();
        _database.Dispose();
    }

    /// <summary>Runs a change. On any failure nothing of it is left, in the file or in memory.</summary>
    private void Commit(Action change)
    {
        _database.Execute("begin immediate");
        try
        {
            LoadIfChanged();
            _memory.BeginTransaction();
            _isStale = true;
            change();
            WriteBlocks();
            _memory.Version++;
            _statements.WriteState(_memory);
            _database.Execute("commit");
            _isStale = false;
            Snapshot = _memory.ToSnapshot();
        }
        catch
        {
            if (_database.HasTransaction)
            {
                _database.Execute("rollback");
            }

            throw;
        }
    }

    /// <summary>After a failure, or when another process wrote, what is in memory is not what is in the file.</summary>
    private void LoadIfChanged()
    {
        if (_isStale || _statements.ReadVersion() != _memory.Version)
        {
            _memory = IndexMemory.Load(_database);
            _names = new NameRegister(_memory, _statements);
            _isStale = false;
        }
    }

    private void WriteBlocks()
    {
        foreach (var number in _memory.ChangedBlocks.Order())
        {
            var first = number << ColumnBlock.Shift;
            ColumnBlock.Write(_memory.ChunkOf(first), (int)(first & ColumnChunk.Mask), _block);
            _statements.WriteBlock(number, _block);
        }
    }

    /// <summary>Marks numbers without document; a failed transaction may have left something there.</summary>
    private void Leave(long from, long until)
    {
        for (var sequence = from; sequence < until; sequence++)
        {
            _memory.ChunkOf(sequence).Sources[sequence & ColumnChunk.Mask] = 0;
        }
    }

    private void Insert(IndexDocument document)
    {
        _analyzer.Analyze(document.Text);
        _statements.InsertTokens(document.Sequence, _analyzer.Utf8);
        var source = (ushort)_names.Register(NameKind.Source, 0, document.Source, document.Source);
        var conversation = _names.Register(NameKind.Conversation, source, document.ConversationId, document.ConversationName);
        var sender = _names.Register(NameKind.Sender, source, document.SenderId, document.SenderName);
        var audience = _names.RegisterAudience(source, document.Recipients);
        _memory.Put(document.Sequence, source, MessageTime.ToSeconds(document.Time), conversation, sender, audience, _names.Register(document.Traits),
            DocumentLength.Encode(_analyzer.Tokens.Length));
    }

    private void Delete(IndexDocument document)
    {
        _analyzer.Analyze(document.Text);

        // FTS5 cannot check it, and other tokens than those that were inserted would damage the index.
        if (DocumentLength.Encode(_analyzer.Tokens.Length) != _memory.LengthOf(document.Sequence))
        {
            throw new ArgumentException($"Document {document.Sequence} is not the one that was indexed.", nameof(document));
        }

        _statements.DeleteTokens(document.Sequence, _analyzer.Utf8);
        _memory.Take(document.Sequence);
    }
}
