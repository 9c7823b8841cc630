using Archive.Core.Connectors;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Storage;
using Archive.Storage.PostgreSql;
using Archive.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.IntegrationTests.Storage;

/// <summary>Every failure has a kind and says what to do, and none shows a password.</summary>
public sealed class PostgreSqlFailureTests(PostgreSqlTestServer server) : IAsyncLifetime
{
    private PostgreSqlStore? _store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgreSqlStore Store => _store ?? throw new InvalidOperationException("The test has not begun.");

    public async ValueTask InitializeAsync() => _store = (PostgreSqlStore)await PostgreSqlStore.NewAsync(server);

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("Port=1;Timeout=1", StorageFailure.Unreachable, "cannot be reached")]
    [InlineData("Password=not-the-secret", StorageFailure.Unreadable, "refused user or password")]
    [InlineData("Database=no_such_database", StorageFailure.Unreadable, "does not exist")]
    [InlineData("Database=postgres", StorageFailure.Unreadable, "archive migrate")]
    public void Says_why_an_archive_cannot_be_opened(string change, StorageFailure kind, string words)
    {
        var options = new PostgreSqlOptions
        {
            ConnectionString = $"{Store.Options.ConnectionString};{change}",
            Retries = 0,
            ConnectTimeout = TimeSpan.FromSeconds(30),
        };

        var failure = Assert.Throws<StorageException>(() => PostgreSqlArchive.OpenReadOnly(Store.Folder, options));

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(Store.Options.ConnectionString).Password!, failure.ToString(), StringComparison.Ordinal); // it has one
    }

    [Fact]
    public async Task A_connection_that_is_cut_between_pages_is_not_noticed()
    {
        await Store.AppendAsync(Stop, Item("C1:1", "one"));
        await CutAsync();

        await Store.AppendAsync(Stop, Item("C1:2", "two"));
        await CutAsync();

        Assert.Equal(2, (await Store.Records.ReadStatisticsAsync(Stop)).Records);
        await CutAsync();
        await Store.Services.GetRequiredService<IJobRunLog>().ReadAsync(null, null, 10, Stop);
        Assert.Empty((await Store.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await server.ExecuteAsync(Store.Database, "insert into records.schema_version (scriptname, applied) values ('Archive.Storage.PostgreSql.Migrations.records.9999_future.sql', now())");

        var failure = Assert.Throws<StorageException>(() => Store.Open());

        Assert.Equal(StorageFailure.Newer, failure.Kind);
        Assert.Contains("9999_future", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_that_waits_too_long_for_another_says_that_it_is_busy()
    {
        await Store.AppendAsync(Stop, Item("C1:1", "one"));
        Store.Close();
        Store.Options.CommandTimeout = TimeSpan.FromSeconds(6); // the opening has to do with it, too
        await using var other = new NpgsqlConnection(server.Super(Store.Database).ConnectionString);
        await other.OpenAsync(Stop);
        _ = Store.Records;
        await using (var hold = new NpgsqlCommand("begin; select 1 from records.log_state for update", other))
        {
            await hold.ExecuteNonQueryAsync(Stop);
        }

        var failure = await Assert.ThrowsAsync<StorageException>(() => Store.AppendAsync(Stop, Item("C1:2", "two")));
        Assert.Equal(StorageFailure.Busy, failure.Kind);
        await other.CloseAsync();
        Store.Close();
        Store.Options.CommandTimeout = TimeSpan.FromMinutes(1); // what follows may take its time on a busy machine
        Assert.Single(await Store.Records.ReadAfterAsync(0, 10, Stop));
        Assert.Single((await Store.AppendAsync(Stop, Item("C1:2", "two"))).Records);
    }

    private Task CutAsync() => server.ExecuteAsync("postgres", $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{Store.Database}'");
}
