using Archive.Tests.Storage;

namespace Archive.Tests.Completeness;

public sealed class SqliteCompletenessTests : CompletenessContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}
