using Archive.IntegrationTests.Storage;
using Archive.Jobs;
using Archive.Storage.PostgreSql;
using Archive.Tests.Jobs;
using Hangfire;

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

    public async ValueTask DisposeAsync()
    {
        (_storage as IDisposable)?.Dispose();
        await server.DropAsync(_database);
    }
}
