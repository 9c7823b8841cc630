using Archive.Storage;
using Archive.Storage.Moving;
using Archive.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Storage;

/// <summary>A record store in a folder of its own.</summary>
public sealed class ArchiveFixture : StoreFixture
{
    public override void Close()
    {
        base.Close();
        SqliteConnection.ClearAllPools();
    }

    public override RecordArchive OpenArchive(int? demoSeed, ArchiveUse use = ArchiveUse.Write) => SqliteArchive.Open(Folder, demoSeed, use);

    public override int Attack(string statements) => WithoutTriggers(Folder.Records, statements);

    public override int AttackKeys(string statements) => WithoutTriggers(Folder.Keys, statements);

    public override int AttackSearches(string statements) => Execute(Folder.Searches, statements);

    public override int AttackOperations(string statements) => Execute(Folder.Operations, statements);

    public override int Try(string statement) => Execute(Folder.Records, statement);

    public override IEnumerable<byte[]> RawFiles() => DiskFiles.Read(Folder.Path);

    public override IEnumerable<byte[]> ReadKeyPages() => ReadColumn(Folder.Keys, "select slots from page order by page_index");

    public override IReadOnlyList<byte[]> ReadItemKeys() => ReadColumn(Folder.Keys, "select salt from item_key order by item_key_id");

    public override IReadOnlyList<byte[]> ReadItemBodies() => ReadColumn(Folder.Records, "select body from quarantine order by quarantine_id");

    public override string Literal(byte[] bytes) => $"x'{Convert.ToHexString(bytes)}'";

    public override RecordArchive OpenArchiveToRead() => SqliteArchive.OpenReadOnly(Folder);

    protected override void AddStorage(IServiceCollection services, RecordArchive archive) => services.AddSqliteStorage(archive);

    private static int WithoutTriggers(string file, string statements)
    {
        using var connection = Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = "select group_concat('drop trigger ' || name || ';', ' ') from sqlite_master where type = 'trigger'";
        command.CommandText = command.ExecuteScalar() + statements;
        return command.ExecuteNonQuery();
    }

    private static int Execute(string file, string statements)
    {
        using var connection = Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        return command.ExecuteNonQuery();
    }

    private static List<byte[]> ReadColumn(string file, string query)
    {
        using var connection = Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var values = new List<byte[]>();
        while (reader.Read())
        {
            values.Add((byte[])reader[0]);
        }

        return values;
    }

    private static SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }
}
