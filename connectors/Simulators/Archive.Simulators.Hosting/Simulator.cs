namespace Archive.Simulators.Hosting;

/// <summary>What every simulated platform offers besides its API: a moment up to which things have happened, and an account of what was asked.
/// Safe for concurrent use.</summary>
/// <typeparam name="TFault">The faults that the platform can show.</typeparam>
public abstract class Simulator<TFault>(DateTimeOffset? servedUntil) : IAsyncDisposable
    where TFault : struct, Enum
{
    /// <summary>Messages, edits, recalls and reactions after it have not happened yet; null shows everything. May be moved at any time,
    /// and applies to requests that arrive later.</summary>
    public DateTimeOffset? ServedUntil
    {
        get => Served.Until;
        set => Served.Until = value;
    }

    /// <summary>All requests so far, file downloads included.</summary>
    public int RequestCount => Log.Total;

    /// <summary>Requests by method.</summary>
    public IReadOnlyDictionary<string, int> RequestCounts => Log.Methods;

    /// <summary>Faults that were really injected, by kind.</summary>
    public IReadOnlyDictionary<TFault, int> FaultCounts => Log.Faults;

    /// <summary>The latest 100,000 requests in the order in which they were answered.</summary>
    public IReadOnlyList<RequestRecord<TFault>> Requests => Log.Records;

    protected abstract LoopbackServer Server { get; }

    protected ServedMoment Served { get; } = new(servedUntil);

    protected RequestLog<TFault> Log { get; } = new();

    /// <summary>Drops open connections and frees the port.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
