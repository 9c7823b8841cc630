using Archive.Storage;
using Archive.Storage.Moving;
using Archive.Storage.PostgreSql;
using Archive.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Archive.IntegrationTests.Storage;

/// <summary>A record store in a database of its own.</summary>
internal sealed class PostgreSqlStore(PostgreSqlTestServer server, string database) : StoreFixture
{
    public PostgreSqlOptions Options { get; } = server.Options(database);

    public string Database => database;

    public static async Task<StoreFixture> NewAsync(PostgreSqlTestServer server) => new PostgreSqlStore(server, await server.NewArchiveAsync());

    public override RecordArchive OpenArchive(int? demoSeed, ArchiveUse use = ArchiveUse.Write)
    {
        Directory.CreateDirectory(Folder.Path);
        return PostgreSqlArchive.Open(Folder, Options, demoSeed, use);
    }

    /// <summary>Replicas fire no triggers.</summary>
    public override int Attack(string statements) => Execute(server.Super(database).ConnectionString, "records", $"set session_replication_role = replica; {statements}");

    public override int AttackKeys(string statements) => Execute(server.Super(database).ConnectionString, "keys", $"set session_replication_role = replica; {statements}");

    public override int AttackSearches(string statements) => Execute(server.Super(database).ConnectionString, "searches", statements);

    public override int AttackOperations(string statements) => Execute(server.Super(database).ConnectionString, "operations", statements);

    public override int Try(string statement) => Execute(Options.ConnectionString!, "records", statement); // set by the server

    public int TryAsOwner(string statement) => Execute(Options.OwnerConnectionString!, "records", statement); // set by the server

    public int TryAsKeys(string statement) => Execute(Options.KeysConnectionString!, "keys", statement); // set by the server

    /// <summary>The files of this database, without the write-ahead log of the server: that one keeps what was written until its segments are used again.</summary>
    public override IEnumerable<byte[]> RawFiles()
    {
        var super = server.Super(database).ConnectionString;
        Execute(super, "public", "checkpoint");
        var folder = Path.Combine(Ask(super, "show data_directory"), "base", Ask(super, "select oid::text from pg_database where datname = current_database()"));
        Assert.SkipUnless(Directory.Exists(folder), "The files of the server are not on this machine.");
        return DiskFiles.Read(folder);
    }

    public override IEnumerable<byte[]> ReadKeyPages() => ReadColumn("select slots from keys.page order by page_index");

    public override IReadOnlyList<byte[]> ReadItemKeys() => ReadColumn("select salt from keys.item_key order by item_key_id");

    public override IReadOnlyList<byte[]> ReadItemBodies() => ReadColumn("select body from records.quarantine order by quarantine_id");

    public override string Literal(byte[] bytes) => $"'\\x{Convert.ToHexString(bytes)}'::bytea";

    public override void Dispose()
    {
        base.Dispose();
        server.DropAsync(database).GetAwaiter().GetResult();
    }

    public override RecordArchive OpenArchiveToRead() => PostgreSqlArchive.OpenReadOnly(Folder, Options);

    protected override void AddStorage(IServiceCollection services, RecordArchive archive) => services.AddPostgreSqlStorage(archive);

    private List<byte[]> ReadColumn(string query)
    {
        using var connection = new NpgsqlConnection(server.Super(database).ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(query, connection);
        using var reader = command.ExecuteReader();
        var values = new List<byte[]>();
        while (reader.Read())
        {
            values.Add((byte[])reader[0]);
        }

        return values;
    }

    private static int Execute(string connectionString, string schema, string statements)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"set search_path = {schema}, public; {statements}", connection);
        return command.ExecuteNonQuery();
    }

    private static string Ask(string connectionString, string question)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(question, connection);
        return (string)command.ExecuteScalar()!; // one row each
    }
}
