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

public sealed class SqliteQuarantineTests : QuarantineContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteDiscardTests : DiscardContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteSavedSearchesTests : SavedSearchesContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteRegisterLogTests : RegisterLogContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteLeaseTests : LeaseContract
{
    [Fact]
    public async Task A_process_that_starts_finds_what_a_dead_one_held_free()
    {
        var before = await One.TryTakeAsync("verify", TimeSpan.FromHours(1), Stop);
        Archive.Close();

        var after = await One.TryTakeAsync("verify", TimeSpan.FromHours(1), Stop);

        Assert.Equal(before!.Fence + 1, after?.Fence); // nobody had it before
    }

    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqlitePullHintTests : PullHintContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteJobRunLogTests : JobRunLogContract
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

public sealed class SqliteMoveTests : StoreMoveContract
{
    protected override bool IsSourceShared => false;

    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());

    protected override Task<StoreFixture> NewTargetAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}

public sealed class SqliteStoredSourcesTests : StoredSourcesContract
{
    protected override Task<StoreFixture> NewStoreAsync() => Task.FromResult<StoreFixture>(new ArchiveFixture());
}
