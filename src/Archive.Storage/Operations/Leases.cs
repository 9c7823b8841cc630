using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Storage.Sql;

namespace Archive.Storage.Operations;

/// <inheritdoc cref="ILeases"/>
/// <remarks>Over a connection of its own: a lease must be renewed while a page is being written.</remarks>
internal sealed class Leases(RecordArchive archive, TimeProvider clock) : ILeases
{
    private readonly Lock _lock = new();

    public Task<Lease?> TryTakeAsync(string work, TimeSpan duration, CancellationToken cancellationToken) => WriteAsync(
        "lease_take",
        statement => statement.Bind(1, work).Bind(2, Microseconds(duration)).Bind(3, Now()).Find() is { } fence ? new Lease(work, fence) : null,
        cancellationToken);

    public Task<bool> TryRenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken) => WriteAsync(
        "lease_renew",
        statement => statement.Bind(1, lease.Work).Bind(2, Microseconds(duration)).Bind(3, lease.Fence).Bind(4, Now()).Run() > 0,
        cancellationToken);

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) =>
        WriteAsync("lease_release", statement => statement.Bind(1, lease.Work).Bind(2, lease.Fence).Run(), cancellationToken);

    public Task<bool> IsHeldAsync(string work, CancellationToken cancellationToken) =>
        Task.Run(() => archive.Readers.Read(database => database.Prepare("lease_held").Bind(1, work).Bind(2, Now()).Find() is not null), cancellationToken);

    /// <summary>Part of a transaction that writes under a lease: who takes it over meanwhile waits for the end of the transaction.</summary>
    /// <exception cref="LeaseLostException"/>
    public static void Require(IStoreDatabase database, Lease? lease)
    {
        if (lease is not null && database.Prepare("lease_fence").Bind(1, lease.Work).Find() != lease.Fence)
        {
            throw new LeaseLostException(lease.Work);
        }
    }

    private Task<T> WriteAsync<T>(string name, Func<IStoreStatement, T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            lock (_lock)
            {
                var database = archive.Engine.Leases ?? throw new InvalidOperationException("The archive was opened for reading.");
                return database.Write(() => work(database.Prepare(name)));
            }
        },
        cancellationToken);

    /// <summary>For an engine within this process; a server goes by its own clock.</summary>
    private long Now() => Timestamps.ToMicroseconds(clock.GetUtcNow());

    private static long Microseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;
}
