using Archive.IntegrationTests.Storage;
using Archive.Storage.PostgreSql;
using Npgsql;

namespace Archive.IntegrationTests.Accounts;

/// <summary>What the roles of the database may do with accounts.</summary>
public sealed class AccountRightsTests(PostgreSqlTestServer server) : IAsyncLifetime
{
    private string _database = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgreSqlOptions Options => server.Options(_database);

    public async ValueTask InitializeAsync() => _database = await server.NewArchiveAsync();

    public async ValueTask DisposeAsync()
    {
        if (_database.Length > 0)
        {
            await server.DropAsync(_database);
        }
    }

    [Theory]
    [InlineData("insert into accounts.user_claims (user_id) select id from accounts.users; update accounts.users set user_name = ''; delete from accounts.users; select * from accounts.roles")]
    [InlineData("insert into accounts.cookie_keys (xml) values (''); update accounts.cookie_keys set xml = ''; delete from accounts.cookie_keys")]
    [InlineData("select * from accounts.schema_version")]
    public async Task The_application_reads_and_writes_rows(string statements) => Assert.Null(await RefusalAsync(Options.ConnectionString, statements));

    [Theory]
    [InlineData("create table accounts.mine (x int)")]
    [InlineData("alter table accounts.users add column x int")]
    [InlineData("alter table accounts.users disable trigger all")]
    [InlineData("drop table accounts.user_tokens")]
    [InlineData("truncate accounts.cookie_keys")]
    [InlineData("create index mine on accounts.users (email)")]
    [InlineData("delete from accounts.schema_version")]
    [InlineData("insert into accounts.schema_version (scriptname, applied) values ('x', now())")]
    [InlineData("update searches.schema_version set applied = now()")]
    [InlineData("delete from operations.schema_version")]
    [InlineData("drop schema accounts cascade")]
    public async Task The_application_cannot_change_the_schema_nor_what_it_says_of_itself(string statement)
    {
        var refusal = await RefusalAsync(Options.ConnectionString, statement);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal);
    }

    [Theory]
    [InlineData("select * from accounts.users")]
    [InlineData("select * from accounts.cookie_keys")]
    [InlineData("insert into accounts.cookie_keys (xml) values ('')")]
    public async Task The_role_of_the_data_keys_sees_no_accounts(string statement) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(Options.KeysConnectionString, statement));

    private static async Task<string?> RefusalAsync(string? role, string statements)
    {
        await using var connection = new NpgsqlConnection(role + ";Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(statements, connection);
        return (await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync(Stop)) as PostgresException)?.SqlState;
    }
}
