namespace Archive.Core.Jobs;

/// <summary>Who may do a piece of work that one process at a time may do: a pull of a source, the clean-up.
/// <para>Contract: a lease ends by itself, so a dead holder blocks nobody for longer than it took it for. Each holder gets a greater fence than the one
/// before; a store refuses what is written under an older one, so a process that was paused beyond its time and wakes up changes nothing
/// (<see cref="LeaseLostException"/>). Safe for concurrent callers, in this process and in others.</para></summary>
public interface ILeases
{
    /// <param name="duration">From now, by the clock of the store.</param>
    /// <returns>Null while somebody holds it, this process included.</returns>
    Task<Lease?> TryTakeAsync(string work, TimeSpan duration, CancellationToken cancellationToken);

    /// <returns>False when somebody else has taken it since.</returns>
    Task<bool> TryRenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Does nothing when somebody else has taken it since.</summary>
    Task ReleaseAsync(Lease lease, CancellationToken cancellationToken);

    Task<bool> IsHeldAsync(string work, CancellationToken cancellationToken);
}

/// <param name="Fence">Grows with each holder, from 1.</param>
public sealed record Lease(string Work, long Fence);

/// <summary>Somebody else holds the lease now. Nothing was written.</summary>
public sealed class LeaseLostException(string work)
    : Exception($"The lease on {work} was lost: another process took the work over, because this one did not answer in time. Nothing was written; it goes on there.");
