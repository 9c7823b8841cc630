using Archive.Core.Evidence;

namespace Archive.Tests.Storage;

public sealed class SqliteRecordStoreTests : RecordStoreContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteSealingAheadTests : SealingAheadContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteDispositionTests : DispositionContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteSavedSearchesTests : SavedSearchesContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteTamperTests : TamperContract
{
    [Fact]
    public async Task A_ruined_file_is_unreadable()
    {
        await FillAsync();
        Archive.Close();
        var bytes = await File.ReadAllBytesAsync(Archive.Folder.Records, Stop);
        for (var i = 8_192; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x5a;
        }

        await File.WriteAllBytesAsync(Archive.Folder.Records, bytes, Stop);

        Assert.Equal(VerificationResult.Unreadable, (await Archive.VerifyAsync(Stop)).Result);
    }

    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}
