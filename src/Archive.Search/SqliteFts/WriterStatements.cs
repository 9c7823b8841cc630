using System.Runtime.InteropServices;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;

namespace Archive.Search.SqliteFts;

/// <summary>The writer's statements, prepared once.</summary>
internal sealed class WriterStatements(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _insertTokens = database.Prepare("insert into f(rowid, t) values(?1, ?2)");
    private readonly SqliteStatement _deleteTokens = database.Prepare("insert into f(f, rowid, t) values('delete', ?1, ?2)");
    private readonly SqliteStatement _writeBlock = database.Prepare("insert or replace into block(number, data) values(?1, ?2)");
    private readonly SqliteStatement _insertEntry = database.Prepare("insert into entry(kind, ordinal, source, id) values(?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _insertName = database.Prepare("insert into entry_name(kind, ordinal, position, name) values(?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _deleteEntry = database.Prepare("delete from entry where kind = ?1 and ordinal = ?2");
    private readonly SqliteStatement _deleteNames = database.Prepare("delete from entry_name where kind = ?1 and ordinal = ?2");
    private readonly SqliteStatement _insertAudience = database.Prepare("insert into audience(ordinal, members) values(?1, ?2)");
    private readonly SqliteStatement _deleteAudience = database.Prepare("delete from audience where ordinal = ?1");
    private readonly SqliteStatement _insertTraits = database.Prepare(
        "insert into traits(ordinal, kind, contents, language, policy, labels, later) values(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private readonly SqliteStatement _findPending = database.Prepare("select 1 from pending where sequence = ?1");
    private readonly SqliteStatement _hasPending = database.Prepare("select 1 from pending where sequence > ?1 limit 1");
    private readonly SqliteStatement _addPending = database.Prepare("insert into pending(sequence) values(?1)");
    private readonly SqliteStatement _takePending = database.Prepare("delete from pending where sequence = ?1 and settled = 0 returning 1");
    private readonly SqliteStatement _settlePending = database.Prepare("update pending set settled = 1 where sequence = ?1");
    private readonly SqliteStatement _forgetSettled = database.Prepare("delete from pending where settled = 1 and sequence <= ?1");
    private readonly SqliteStatement _readPending = database.Prepare("select sequence from pending where settled = 0 order by sequence");
    private readonly SqliteStatement _readVersion = database.Prepare("select version from state");
    private readonly SqliteStatement _writeState = database.Prepare(
        "insert or replace into state(id, version, cursor, generation, analyzer) values(1, ?1, ?2, ?3, ?4)");

    public void InsertTokens(long sequence, ReadOnlySpan<byte> tokens) => RunTokens(_insertTokens, sequence, tokens);

    public void DeleteTokens(long sequence, ReadOnlySpan<byte> tokens) => RunTokens(_deleteTokens, sequence, tokens);

    public void WriteBlock(long number, ReadOnlySpan<byte> data)
    {
        _writeBlock.Bind(1, number);
        _writeBlock.BindBlob(2, data);
        _writeBlock.Run();
    }

    public void InsertEntry(NameKind kind, int ordinal, ushort source, string id)
    {
        _insertEntry.Bind(1, (long)kind);
        _insertEntry.Bind(2, ordinal);
        _insertEntry.Bind(3, source);
        _insertEntry.Bind(4, id);
        _insertEntry.Run();
    }

    public void InsertName(NameKind kind, int ordinal, int position, string name)
    {
        _insertName.Bind(1, (long)kind);
        _insertName.Bind(2, ordinal);
        _insertName.Bind(3, position);
        _insertName.Bind(4, name);
        _insertName.Run();
    }

    public void DeleteEntry(NameKind kind, int ordinal)
    {
        foreach (var statement in (SqliteStatement[])[_deleteEntry, _deleteNames])
        {
            statement.Bind(1, (long)kind);
            statement.Bind(2, ordinal);
            statement.Run();
        }
    }

    public void InsertAudience(int ordinal, int[] members)
    {
        _insertAudience.Bind(1, ordinal);
        _insertAudience.BindBlob(2, MemoryMarshal.AsBytes(members.AsSpan()));
        _insertAudience.Run();
    }

    public void DeleteAudience(int ordinal)
    {
        _deleteAudience.Bind(1, ordinal);
        _deleteAudience.Run();
    }

    public void InsertTraits(int ordinal, DocumentTraits traits)
    {
        _insertTraits.Bind(1, ordinal);
        _insertTraits.Bind(2, (long)traits.Kind);
        _insertTraits.Bind(3, (long)traits.Contents);
        _insertTraits.Bind(4, traits.Language);
        _insertTraits.Bind(5, traits.Policy);
        _insertTraits.Bind(6, traits.Labels);
        _insertTraits.Bind(7, traits.IsLater ? 1 : 0);
        _insertTraits.Run();
    }

    public bool IsPending(long sequence)
    {
        _findPending.Bind(1, sequence);
        return _findPending.Scalar() is not null;
    }

    public bool HasPendingAfter(long sequence)
    {
        _hasPending.Bind(1, sequence);
        return _hasPending.Scalar() is not null;
    }

    public void AddPending(long sequence)
    {
        _addPending.Bind(1, sequence);
        _addPending.Run();
    }

    /// <summary>False when the number is not pending.</summary>
    public bool TakePending(long sequence)
    {
        _takePending.Bind(1, sequence);
        return _takePending.Scalar() is not null;
    }

    public void SettlePending(long sequence, bool isAhead)
    {
        if (!isAhead)
        {
            TakePending(sequence);
            return;
        }

        _settlePending.Bind(1, sequence);
        _settlePending.Run();
    }

    public void ForgetSettled(long cursor)
    {
        _forgetSettled.Bind(1, cursor);
        _forgetSettled.Run();
    }

    public IReadOnlyList<long> ReadPending()
    {
        var sequences = new List<long>();
        try
        {
            while (_readPending.Step())
            {
                sequences.Add(_readPending.Int64(0));
            }
        }
        finally
        {
            _readPending.Reset();
        }

        return sequences;
    }

    public long ReadVersion() => _readVersion.Scalar() ?? 0;

    public void WriteState(IndexMemory memory)
    {
        _writeState.Bind(1, memory.Version);
        _writeState.Bind(2, memory.Cursor);
        _writeState.Bind(3, memory.Generation);
        _writeState.Bind(4, TextAnalyzer.Name);
        _writeState.Run();
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_insertTokens, _deleteTokens, _writeBlock, _insertEntry, _insertName, _deleteEntry, _deleteNames,
            _insertAudience, _deleteAudience, _insertTraits, _findPending, _hasPending, _addPending, _takePending, _settlePending, _forgetSettled, _readPending, _readVersion, _writeState])
        {
            statement.Dispose();
        }
    }

    private static void RunTokens(SqliteStatement statement, long sequence, ReadOnlySpan<byte> tokens)
    {
        statement.Bind(1, sequence);
        statement.BindText(2, tokens);
        statement.Run();
    }
}
