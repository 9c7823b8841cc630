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

public sealed class PostgreSqlQuarantineTests(PostgreSqlTestServer server) : QuarantineContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlJobRunLogTests(PostgreSqlTestServer server) : JobRunLogContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlDiscardTests(PostgreSqlTestServer server) : DiscardContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlRegisterLogTests(PostgreSqlTestServer server) : RegisterLogContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlTamperTests(PostgreSqlTestServer server) : TamperContract
{
    [Theory]
    [InlineData("delete from record_identity where sequence = 5", "record 5")]
    [InlineData("update record_identity set identity = zeroblob(16) where sequence = 5", "record 5")]
    [InlineData("delete from record_identity where sequence = 20", "record_identity")] // it was disposed of
    [InlineData("insert into record_identity (sequence, identity) values (999, 'another')", "record_identity")]
    public async Task A_message_cannot_be_let_in_twice_unseen(string attack, string named)
    {
        await FillAsync();
        Assert.Equal(1, Archive.Attack(attack));

        Assert.Contains((await Archive.VerifyAsync(Stop)).Findings, f => f.Where.Contains(named, StringComparison.Ordinal));
    }

    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlSavedSearchesTests(PostgreSqlTestServer server) : SavedSearchesContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}

public sealed class PostgreSqlStoredSourcesTests(PostgreSqlTestServer server) : StoredSourcesContract
{
    protected override Task<StoreFixture> NewStoreAsync() => PostgreSqlStore.NewAsync(server);
}
