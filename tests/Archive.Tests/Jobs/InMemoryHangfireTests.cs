using Hangfire;
using Hangfire.InMemory;

namespace Archive.Tests.Jobs;

public sealed class InMemoryHangfireTests : HangfireContract, IDisposable
{
    private readonly InMemoryStorage _storage = new();

    protected override JobStorage Storage => _storage;

    public void Dispose() => _storage.Dispose();
}
