using Archive.Core.Jobs;
using Microsoft.Extensions.Logging;

namespace Archive.Jobs;

/// <summary>A lease that is renewed while it is held. When renewing fails for as long as the lease lasts, or somebody else has it, <see cref="Lost"/> is
/// cancelled: the work must stop. Disposing gives the lease up.</summary>
internal sealed partial class HeldLease : IAsyncDisposable
{
    /// <summary>Renewals within the time of a lease: two may fail before it is lost.</summary>
    private const int Renewals = 3;

    private readonly ILeases _leases;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewing;

    private HeldLease(ILeases leases, Lease lease, TimeSpan duration, TimeProvider clock, ILogger logger)
    {
        (_leases, Lease, _duration, _clock, _logger) = (leases, lease, duration, clock, logger);
        _renewing = RenewAsync(_done.Token);
    }

    public Lease Lease { get; }

    public CancellationToken Lost => _lost.Token;

    /// <returns>Null while somebody holds it.</returns>
    public static async Task<HeldLease?> TryTakeAsync(
        ILeases leases, string work, TimeSpan duration, TimeProvider clock, ILogger logger, CancellationToken cancellationToken) =>
        await leases.TryTakeAsync(work, duration, cancellationToken) is { } lease ? new HeldLease(leases, lease, duration, clock, logger) : null;

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewing;
        try
        {
            await _leases.ReleaseAsync(Lease, CancellationToken.None);
        }
        catch (Exception e)
        {
            // It ends by itself.
            Log.NotReleased(_logger, e, Lease.Work);
        }

        _lost.Dispose();
        _done.Dispose();
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var renewed = _clock.GetTimestamp();
        using var timer = new PeriodicTimer(_duration / Renewals, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var asked = _clock.GetTimestamp();
                var isOurs = await TryRenewAsync(cancellationToken);
                if (isOurs == true)
                {
                    renewed = asked;
                }
                else if (isOurs == false || _clock.GetElapsedTime(renewed) >= _duration)
                {
                    break;
                }
            }

            Log.Lost(_logger, Lease.Work);
            await _lost.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // Given up.
        }
    }

    /// <returns>Null when the store could not be asked.</returns>
    private async Task<bool?> TryRenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _leases.TryRenewAsync(Lease, _duration, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.NotRenewed(_logger, e, Lease.Work);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5011, Level = LogLevel.Warning, Message = "The lease on {Work} could not be renewed.")]
        public static partial void NotRenewed(ILogger logger, Exception error, string work);

        [LoggerMessage(EventId = 5012, Level = LogLevel.Warning, Message = "The lease on {Work} could not be given up; it ends by itself.")]
        public static partial void NotReleased(ILogger logger, Exception error, string work);

        [LoggerMessage(EventId = 5013, Level = LogLevel.Error, Message = "The lease on {Work} is lost; the work stops.")]
        public static partial void Lost(ILogger logger, string work);
    }
}
