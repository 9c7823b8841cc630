using Archive.Storage.Moving;
using Archive.Tests.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Archive.IntegrationTests.Storage;

public sealed class MoveToPostgreSqlTests(PostgreSqlTestServer server) : StoreMoveContract
{
    protected override bool IsSourceShared => false;

    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());

    protected override Task<StoreFixture> NewTargetAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class MoveFromPostgreSqlTests(PostgreSqlTestServer server) : StoreMoveContract
{
    protected override bool IsSourceShared => true;

    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);

    protected override Task<StoreFixture> NewTargetAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class MoveBetweenPostgreSqlTests(PostgreSqlTestServer server) : StoreMoveContract
{
    protected override bool IsSourceShared => true;

    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);

    protected override Task<StoreFixture> NewTargetAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class MovedTablesTests(PostgreSqlTestServer server)
{
    /// <summary>What a move leaves behind on purpose; partitions are part of their table.</summary>
    private static readonly string[] Left =
    [
        "keys.schema_version", "records.schema_version", "operations.schema_version", "searches.schema_version", "records.log_state", "records.lease", "records.untidy", "keys.untidy", "records.record_identity",
        "operations.pull_hint", "operations.pull_hint_conversation",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_table_of_a_server_is_moved_or_left_on_purpose()
    {
        var database = await server.NewArchiveAsync();
        await using var connection = new NpgsqlConnection(server.Super(database).ConnectionString);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(
            """
            select nspname || '.' || relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
            where nspname in ('records', 'keys', 'operations', 'searches') and relkind in ('r', 'p') and not relispartition
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var tables = new List<string>();
        while (await reader.ReadAsync(Stop))
        {
            tables.Add(reader.GetString(0));
        }

        Assert.Equal(tables.Order(), StoreTable.All.Select(t => t.ToString()).Concat(Left).Order());
        await server.DropAsync(database);
    }

    [Fact]
    public async Task Every_table_of_a_file_is_moved_or_left_on_purpose()
    {
        using var fixture = new ArchiveFixture();
        fixture.Open();
        fixture.Close();
        foreach (var (schema, path) in new[] { ("records", fixture.Folder.Records), ("keys", fixture.Folder.Keys), ("operations", fixture.Folder.Operations), ("searches", fixture.Folder.Searches) })
        {
            await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            await connection.OpenAsync(Stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "select name from sqlite_schema where type = 'table' and name not in ('SchemaVersions', 'sqlite_sequence', 'log_state', 'lease', 'pull_hint', 'pull_hint_conversation')";
            await using var reader = await command.ExecuteReaderAsync(Stop);
            var tables = new List<string>();
            while (await reader.ReadAsync(Stop))
            {
                tables.Add($"{schema}.{reader.GetString(0)}");
            }

            Assert.Equal(tables.Order(), StoreTable.All.Where(t => t.Schema == schema).Select(t => t.ToString()).Order());
        }
    }
}
