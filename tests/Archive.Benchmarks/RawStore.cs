using System.Text;
using SQLitePCL;

namespace Archive.Benchmarks;

/// <summary>R: one table and one FTS5 index over the same texts, Han characters spaced by blanks so that FTS5 finds them.</summary>
internal sealed class RawStore : IDisposable
{
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _index;
    private byte[] _spaced = new byte[4096];

    /// <param name="pragmas">Beside WAL: "synchronous=full" for single commits, "secure_delete=on" for deletions.</param>
    public RawStore(string path, string pragmas)
    {
        Database = new RawSqlite(path, pragmas);
        Database.Execute("""
            create table m(id integer primary key, nid text, conversation text, sender text, time integer, text text);
            create virtual table f using fts5(t, content='', tokenize='unicode61');
            """);
        _insert = Database.Prepare("insert into m values(?1, ?2, ?3, ?4, ?5, ?6)");
        _index = Database.Prepare("insert into f(rowid, t) values(?1, ?2)");
    }

    public RawSqlite Database { get; }

    public void Insert(long id, CorpusMessage message)
    {
        raw.sqlite3_bind_int64(_insert, 1, id);
        RawSqlite.Bind(_insert, 2, message.Id);
        RawSqlite.Bind(_insert, 3, message.Conversation);
        RawSqlite.Bind(_insert, 4, message.Sender);
        raw.sqlite3_bind_int64(_insert, 5, message.Time.ToUnixTimeSeconds());
        RawSqlite.Bind(_insert, 6, message.Text);
        Database.Run(_insert);
        raw.sqlite3_bind_int64(_index, 1, id);
        raw.sqlite3_bind_text(_index, 2, Space(message.Text));
        Database.Run(_index);
    }

    public void InsertAll(IReadOnlyList<CorpusMessage> messages)
    {
        Database.Execute("begin");
        for (var i = 0; i < messages.Count; i++)
        {
            Insert(i + 1, messages[i]);
        }

        Database.Execute("commit");
    }

    /// <summary>Deletes records and their index entries, in transactions of 5,000.</summary>
    public void Delete(IReadOnlyList<long> ids, IReadOnlyList<CorpusMessage> messages)
    {
        using var row = Database.Prepare("delete from m where id = ?1");
        using var entry = Database.Prepare("insert into f(f, rowid, t) values('delete', ?1, ?2)");
        foreach (var chunk in ids.Chunk(5_000))
        {
            Database.Execute("begin");
            foreach (var id in chunk)
            {
                raw.sqlite3_bind_int64(entry, 1, id);
                raw.sqlite3_bind_text(entry, 2, Space(messages[(int)id - 1].Text));
                Database.Run(entry);
                raw.sqlite3_bind_int64(row, 1, id);
                Database.Run(row);
            }

            Database.Execute("commit");
        }
    }

    public ReadOnlySpan<byte> Space(string text)
    {
        if (_spaced.Length < text.Length * 5)
        {
            _spaced = new byte[text.Length * 5];
        }

        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var isHan = rune.Value is >= 0x3400 and <= 0x9FFF;
            if (isHan)
            {
                _spaced[length++] = (byte)' ';
            }

            length += rune.EncodeToUtf8(_spaced.AsSpan(length));
            if (isHan)
            {
                _spaced[length++] = (byte)' ';
            }
        }

        return _spaced.AsSpan(0, length);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _index.Dispose();
        Database.Dispose();
    }
}
