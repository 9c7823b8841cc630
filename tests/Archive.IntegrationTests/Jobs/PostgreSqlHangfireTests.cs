using Archive.IntegrationTests.Storage;
using Archive.Jobs;
using Archive.Storage.PostgreSql;
using Archive.Tests.Jobs;
using Hangfire;
using Hangfire.Storage;
using Npgsql;

namespace Archive.IntegrationTests.Jobs;

/// <summary>Job storage that several processes share, on a real server.</summary>
public sealed class PostgreSqlHangfireTests(PostgreSqlTestServer server) : HangfireContract, IAsyncLifetime
{
    private string _database = "";
    private JobStorage? _storage;

    protected override JobStorage Storage => _storage ?? throw new InvalidOperationException("The test has not begun.");

    public async ValueTask InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        var options = server.Options(_database);
        PostgreSqlArchive.PrepareSchema(options, PostgreSqlJobStorage.Schema, PostgreSqlJobStorage.Install);
        _storage = PostgreSqlJobStorage.Create(PostgreSqlArchive.ReadConnectionString(options));
    }

    [Fact]
    public async Task A_lock_that_a_killed_process_left_is_taken_from_it_within_seconds()
    {
        using var killed = Storage.GetConnection();
        using var living = Storage.GetConnection();
        killed.AcquireDistributedLock("recurring-jobs", TimeSpan.FromSeconds(1)); // and never given back
        Assert.ThrowsAny<DistributedLockTimeoutException>(() => living.AcquireDistributedLock("recurring-jobs", TimeSpan.FromSeconds(1)));

        await using (var connection = new NpgsqlConnection(server.Super(_database).ConnectionString))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var wait = new NpgsqlCommand("update hangfire.lock set acquired = acquired - interval '10 seconds'", connection);
            Assert.Equal(1, await wait.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        living.AcquireDistributedLock("recurring-jobs", TimeSpan.FromSeconds(1)).Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        (_storage as IDisposable)?.Dispose();
        await server.DropAsync(_database);
    }
}
