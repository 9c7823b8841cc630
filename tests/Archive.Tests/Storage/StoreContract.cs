namespace Archive.Tests.Storage;

/// <summary>What the tests of every engine begin with: an empty store for each test.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private readonly List<StoreFixture> _others = [];
    private StoreFixture? _archive;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected StoreFixture Archive => _archive ?? throw new InvalidOperationException("The test has not begun.");

    public virtual async ValueTask InitializeAsync() => _archive = await NewStoreAsync();

    public virtual ValueTask DisposeAsync()
    {
        _archive?.Dispose();
        _others.ForEach(o => o.Dispose());
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected abstract Task<StoreFixture> NewStoreAsync();

    /// <summary>A second store, which goes with the test.</summary>
    protected async Task<StoreFixture> AnotherAsync()
    {
        var other = await NewStoreAsync();
        _others.Add(other);
        return other;
    }
}
