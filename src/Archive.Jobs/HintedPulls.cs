using Archive.Core.Connectors;
using Archive.Core.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Archive.Jobs;

/// <summary>Makes pulls of hints: stores those of this process, and starts a pull for those that are due, whichever process they came to. What cannot be stored
/// now is kept until it can. A process that dies in between loses a hint and nothing else: the schedule comes round.</summary>
public sealed partial class HintedPulls(
    PullHintInbox inbox, IPullHints hints, ILeases leases, IJobScheduler scheduler, SourceCatalog sources, TimeProvider clock, ILogger<HintedPulls> logger)
    : BackgroundService
{
    /// <summary>Between two pulls of a source by hints. A busy platform tells of every message; what comes within the pause is found by one pull.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long a started pull may wait for a worker. If it was not lost but late, the one that comes second finds that nothing stands and ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Between two looks, and so between two writes of a process that is flooded.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks whether there is a source now that is pushed.</summary>
    private static readonly TimeSpan Unpushed = TimeSpan.FromSeconds(5);

    /// <summary>Between two lines in the log about a store that is away.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private long? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            while (!sources.Sources.Any(source => source.IsPushed))
            {
                await Task.Delay(Unpushed, clock, stoppingToken);
            }

            await inbox.WaitAsync(Beat, clock, stoppingToken);
            try
            {
                await StoreAsync(stoppingToken);
                await StartDueAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Tell(e);
            }

            await Task.Delay(Beat, clock, stoppingToken);
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var stored = new HashSet<string>(StringComparer.Ordinal);
        var taken = inbox.Empty();
        try
        {
            foreach (var (source, conversations) in taken)
            {
                await hints.RaiseAsync(source, conversations, cancellationToken);
                stored.Add(source);
            }
        }
        finally
        {
            foreach (var (source, conversations) in taken.Where(hint => !stored.Contains(hint.Key)))
            {
                inbox.Return(source, conversations);
            }
        }
    }

    private async Task StartDueAsync(CancellationToken cancellationToken)
    {
        foreach (var source in await hints.ReadDueAsync(cancellationToken))
        {
            // While it runs nothing is started: the run may have been where it happened already, and what is raised stands until it is over.
            if (sources.Find(source) is { IsPushed: true }
                && !await leases.IsHeldAsync(CatalogedJob.Key(JobNames.Pull, source), cancellationToken)
                && await hints.TryClaimAsync(source, Pause, Patience, cancellationToken))
            {
                await scheduler.RunNowAsync(JobNames.Pull, source, JobNames.Event, cancellationToken);
            }
        }
    }

    private void Tell(Exception failure)
    {
        if (_told is not { } before || clock.GetElapsedTime(before) >= Quiet)
        {
            _told = clock.GetTimestamp();
            Log.Failed(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5021, Level = LogLevel.Warning, Message = "Hints to pull could not be stored or followed; they are kept and tried again.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
