namespace Archive.Tests.Connectors;

/// <param name="FaultSeed">Draws what goes wrong; null for nothing.</param>
internal sealed record SimulatorSettings(int? FaultSeed = null);

/// <summary>A running simulator as <see cref="ConnectorContract"/> needs it.</summary>
internal abstract class SimulatedSource : IAsyncDisposable
{
    /// <summary>What has happened until then is all that the platform tells; null for everything.</summary>
    public abstract DateTimeOffset? ServedUntil { set; }

    /// <summary>Faults injected so far.</summary>
    public abstract int Faults { get; }

    /// <summary>Native ids of all messages that the connector can see.</summary>
    public abstract IReadOnlyCollection<string> Expected { get; }

    /// <summary>Native ids of what the platform itself shows in two places, so that a run hands it out twice.</summary>
    public virtual IEnumerable<string> ShownTwice(ReadRun run) => [];

    /// <param name="diesAt">The process dies before this request; 0 never.</param>
    /// <param name="now">The archive's clock, where the connector looks at it; null for the real time.</param>
    public abstract LiveSource Open(int pageSize, int diesAt = 0, DateTimeOffset? now = null);

    public abstract ValueTask DisposeAsync();
}
