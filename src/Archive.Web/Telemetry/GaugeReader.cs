using Archive.Core.Completeness;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Jobs;
using Archive.Storage;
using Archive.Web.Operations;

namespace Archive.Web.Telemetry;

/// <summary>Reads the state of the archive for gauges, at most every few seconds however often they are asked. Never throws; waits once for a reading that
/// was just begun, and otherwise tells the one before. What cannot be read is left out rather than repeated for long: an old number looks like a good one.
/// Thread-safe.</summary>
/// <param name="patience">How long whoever begins a reading waits for it; null for half a second.</param>
internal sealed class GaugeReader(
    IRecordStore records, ISearchIndex index, SourceStates sources, DayOverview days, IJobRunLog runs, DataFolder folder, TimeProvider clock, TimeSpan? patience = null)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Jobs over the whole archive; those of a source are told as the state of the source.</summary>
    private static readonly string[] Jobs = [JobNames.Index, JobNames.CleanUp, JobNames.Verify, JobNames.RunSavedSearches];

    private readonly Lock _lock = new();
    private GaugeReading _last = GaugeReading.Nothing;
    private Task? _reading;

    public GaugeReading Read()
    {
        Task? begun = null;
        lock (_lock)
        {
            if (_reading is null or { IsCompleted: true } && clock.GetUtcNow() - _last.At > Fresh)
            {
                begun = _reading = Task.Run(ReadAsync);
            }
        }

        // Callbacks of meters are synchronous. Only whoever began it waits, so that a scrape with a dozen gauges waits once.
        begun?.Wait(patience ?? Usual);
        var last = Volatile.Read(ref _last);
        return clock.GetUtcNow() - last.At <= Stale ? last : GaugeReading.Nothing;
    }

    private async Task ReadAsync()
    {
        using var time = new CancellationTokenSource(Longest, clock);
        var stop = time.Token;

        // Side by side: one that does not answer must not keep the others from being told.
        var statistics = TryAsync(() => records.ReadStatisticsAsync(stop), stop);
        var indexed = TryAsync(async () => await index.ReadStateAsync(stop), stop);
        var delivered = TryAsync(() => sources.ReadAsync(stop), stop);
        var finished = TryAsync(() => ReadJobsAsync(stop), stop);
        var stated = TryAsync(() => ReadDaysAsync(stop), stop);
        var disk = TryAsync(() => Task.FromResult(new DriveInfo(folder.Path)), stop);
        var reading = new GaugeReading(clock.GetUtcNow(), await statistics, await indexed, await delivered ?? [], await finished ?? [], await disk) { Days = await stated ?? [] };
        Volatile.Write(ref _last, reading);
    }

    private async Task<IReadOnlyList<(string Job, bool IsFailing)>> ReadJobsAsync(CancellationToken cancellationToken)
    {
        var jobs = new List<(string, bool)>();
        foreach (var job in Jobs)
        {
            // The newest may be running; what it will end as is not known yet.
            var newest = await runs.ReadAsync(job, null, 3, cancellationToken);
            if (newest.FirstOrDefault(run => run.Outcome != JobOutcome.Running) is { } finished)
            {
                jobs.Add((job, finished.Outcome == JobOutcome.Failed));
            }
        }

        return jobs;
    }

    private async Task<IReadOnlyList<(string Source, DayState State, int Count)>> ReadDaysAsync(CancellationToken cancellationToken)
    {
        var counted = new List<(string, DayState, int)>();
        foreach (var source in await days.ReadSourcesAsync(cancellationToken))
        {
            var counts = await days.CountAsync(source, cancellationToken);

            // Zeros are told as well: an alert ends only with a number.
            counted.AddRange(Enum.GetValues<DayState>().Select(state => (source, state, counts.GetValueOrDefault(state))));
        }

        return counted;
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            // What does not listen to the token is left behind, so that a store that comes back is read again.
            return await Task.Run(read, cancellationToken).WaitAsync(cancellationToken);
        }
#pragma warning disable CA1031 // A gauge without a value is the news; the page and the log of whoever needs the store tell the reason.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}

/// <summary>The archive at one moment; null or empty where something could not be read.</summary>
internal sealed record GaugeReading(
    DateTimeOffset At,
    RecordStatistics? Records,
    IndexState? Index,
    IReadOnlyList<SourceState> Sources,
    IReadOnlyList<(string Job, bool IsFailing)> Jobs,
    DriveInfo? Disk)
{
    /// <summary>Days by how complete they are.</summary>
    public IReadOnlyList<(string Source, DayState State, int Count)> Days { get; init; } = [];

    /// <summary>Whether no reading has come to its end yet, or none for long.</summary>
    public bool IsNothing => At == DateTimeOffset.MinValue;

    public static GaugeReading Nothing { get; } = new(DateTimeOffset.MinValue, null, null, [], [], null);
}
