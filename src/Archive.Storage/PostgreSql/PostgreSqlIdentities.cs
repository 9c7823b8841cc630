using System.Text;
using Archive.Storage.Evidence;
using Archive.Storage.Moving;
using Npgsql;
using NpgsqlTypes;

namespace Archive.Storage.PostgreSql;

/// <summary>The identities that stand in a table of their own in this engine, made while records and what is left of them are moved into it.</summary>
internal sealed class PostgreSqlIdentities
{
    private readonly List<(long Sequence, byte[] Identity)> _found = [];
    private readonly int _sequence;
    private readonly Func<object?[], byte[]> _identityOf;
    private readonly bool _isOfDisposed;

    private PostgreSqlIdentities(int sequence, Func<object?[], byte[]> identityOf, bool isOfDisposed)
    {
        _sequence = sequence;
        _identityOf = identityOf;
        _isOfDisposed = isOfDisposed;
    }

    /// <returns>Null for a table that has nothing to do with them.</returns>
    public static PostgreSqlIdentities? Of(StoreTable table, List<string> columns, RowMac? mac)
    {
        ArgumentNullException.ThrowIfNull(mac);
        int At(string column) => columns.IndexOf(column);
        string Text(object?[] row, string column) => Encoding.UTF8.GetString((byte[])row[At(column)]!);
        return (table.Schema, table.Name) switch
        {
            ("records", "record") => new PostgreSqlIdentities(
                At("sequence"), row => mac.Identity((long)row[At("source_id")]!, Text(row, "native_id"), Text(row, "revision")), isOfDisposed: false),
            ("records", "disposed") => new PostgreSqlIdentities(At("sequence"), row => (byte[])row[At("identity")]!, isOfDisposed: true),
            _ => null,
        };
    }

    /// <summary>What is left of a record comes in without the record, which is long gone: the trigger that allows it only in its place rests until the
    /// end of the transaction.</summary>
    public void LetIn(NpgsqlConnection connection) => SetGuard(connection, "disable");

    public void Add(object?[] row) => _found.Add(((long)row[_sequence]!, _identityOf(row)));

    public void Write(NpgsqlConnection connection)
    {
        using (var copy = connection.BeginBinaryImport(PostgreSqlDatabase.Files.Read("identity_copy")))
        {
            foreach (var (sequence, identity) in _found)
            {
                copy.StartRow();
                copy.Write(sequence, NpgsqlDbType.Bigint);
                copy.Write(identity, NpgsqlDbType.Bytea);
            }

            copy.Complete();
        }

        SetGuard(connection, "enable");
    }

    private void SetGuard(NpgsqlConnection connection, string state)
    {
        if (_isOfDisposed)
        {
            using var command = new NpgsqlCommand($"alter table records.disposed {state} trigger disposed_no_insert", connection);
            command.ExecuteNonQuery();
        }
    }
}
