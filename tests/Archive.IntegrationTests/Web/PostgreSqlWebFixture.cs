using Archive.IntegrationTests.Storage;

namespace Archive.IntegrationTests.Web;

/// <summary>The pages over an archive on a server, in a database of its own; the index is in the folder.</summary>
public sealed class PostgreSqlWebFixture(PostgreSqlTestServer server) : WebFixture
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _runs;

    /// <summary>Name of the database.</summary>
    public string Database { get; private set; } = "";

    /// <summary>A fixture cannot be skipped, a test can: see <see cref="RequireAsync"/>.</summary>
    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override async Task RequireAsync()
    {
        await server.RequireAsync();
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_runs)
            {
                await base.InitializeAsync();
                _runs = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Database.Length > 0 && Beside is null)
        {
            await server.DropAsync(Database);
        }

        _gate.Dispose();
    }

    protected override async Task<IReadOnlyDictionary<string, string?>> MakeStoreAsync()
    {
        Database = Beside is PostgreSqlWebFixture first ? first.Database : await server.NewArchiveAsync();
        return server.Settings(Database);
    }
}
