namespace Archive.Core.Connectors;

/// <summary>Sources that were made on the pages, beside those that the configuration names.
/// <para>Contract: whatever they are configured with is stored sealed, secrets and all else alike. A call that returned true is durable and seen by every
/// process on the same store. Of two changes to the same state one alone is made. Safe for concurrent callers.</para></summary>
public interface IStoredSources
{
    /// <returns>All of them, by name.</returns>
    Task<IReadOnlyList<StoredSource>> ReadAsync(CancellationToken cancellationToken);

    /// <returns>False when the name is taken by another stored source.</returns>
    Task<bool> TryAddAsync(StoredSource source, CancellationToken cancellationToken);

    /// <summary>Gives a source other settings. Its name and its platform never change: they are part of what was captured.</summary>
    /// <param name="source">With the revision that was read.</param>
    /// <returns>False when it was changed or removed since.</returns>
    Task<bool> TryChangeAsync(StoredSource source, CancellationToken cancellationToken);

    /// <summary>Forgets the settings. What was captured is no concern of this port.</summary>
    /// <returns>False when it was changed or removed since.</returns>
    Task<bool> TryRemoveAsync(string name, long revision, CancellationToken cancellationToken);
}

/// <param name="Settings">As under <c>Archive:Sources:NAME</c>, by name: "Callback:EncryptKey". Holds secrets.</param>
public sealed record StoredSource(string Name, string Platform, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Counts the changes; 0 for one that is not stored yet.</summary>
    public long Revision { get; init; }

    /// <summary>Leaves out the settings.</summary>
    public override string ToString() => $"{Name} ({Platform}, revision {Revision})";
}

/// <summary>Brings <see cref="SourceCatalog"/> to what is stored at this moment, by this process or another one.</summary>
public delegate Task RenewSources(CancellationToken cancellationToken);
