using Archive.Core.Jobs;

namespace Archive.Tests.Jobs;

/// <summary>Leases of processes that share this object.</summary>
internal sealed class MemoryLeases(TimeProvider clock) : ILeases
{
    private readonly Dictionary<string, (long Fence, DateTimeOffset Until)> _rows = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public Task<Lease?> TryTakeAsync(string work, TimeSpan duration, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var row = _rows.GetValueOrDefault(work);
            if (row.Until > clock.GetUtcNow())
            {
                return Task.FromResult<Lease?>(null);
            }

            _rows[work] = (row.Fence + 1, clock.GetUtcNow() + duration);
            return Task.FromResult<Lease?>(new Lease(work, row.Fence + 1));
        }
    }

    public Task<bool> TryRenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        Task.FromResult(Change(lease, clock.GetUtcNow() + duration));

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => Task.FromResult(Change(lease, default));

    public Task<bool> IsHeldAsync(string work, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows.GetValueOrDefault(work).Until > clock.GetUtcNow());
        }
    }

    private bool Change(Lease lease, DateTimeOffset until)
    {
        lock (_lock)
        {
            if (_rows.GetValueOrDefault(lease.Work).Fence != lease.Fence)
            {
                return false;
            }

            _rows[lease.Work] = (lease.Fence, until);
            return true;
        }
    }
}
