using Archive.Tests.Completeness;
using Archive.Tests.Storage;

namespace Archive.IntegrationTests.Storage;

public sealed class PostgreSqlCompletenessTests(PostgreSqlTestServer server) : CompletenessContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}
