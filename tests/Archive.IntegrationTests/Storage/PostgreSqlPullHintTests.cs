using Archive.Core.Jobs;
using Archive.Storage;
using Archive.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Storage;

public sealed class PostgreSqlPullHintTests(PostgreSqlTestServer server) : PullHintContract
{
    private RecordArchive? _second;
    private ServiceProvider? _services;

    /// <summary>Has opened the same database, as another process would.</summary>
    protected override IPullHints Other => (_services ??= Archive.Provide(_second ??= Archive.OpenArchive(null))).GetRequiredService<IPullHints>();

    public override ValueTask DisposeAsync()
    {
        _second?.Dispose();
        _services?.Dispose();
        return base.DisposeAsync();
    }

    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}
