using Archive.Tests.Storage;

namespace Archive.IntegrationTests.Storage;

public sealed class PostgreSqlRecordStoreTests(PostgreSqlTestServer server) : RecordStoreContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlSealingAheadTests(PostgreSqlTestServer server) : SealingAheadContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlDispositionTests(PostgreSqlTestServer server) : DispositionContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlTamperTests(PostgreSqlTestServer server) : TamperContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlSavedSearchesTests(PostgreSqlTestServer server) : SavedSearchesContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}
