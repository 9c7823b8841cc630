namespace Archive.Core.Jobs;

/// <summary>That something happened at a source and a pull of it is due. Says when to look and never what is there, so one that is lost, repeated or made up
/// costs a pull at most.
/// <para>Contract: what was raised stands until a pull that took it, and so began afterwards, came to its end; hints that come together are one. They survive
/// the process. Of all who ask, in this process and in others, one is given a source to start, once in a pause, and not while the pull that was started
/// waits for a worker. Safe for concurrent callers.</para></summary>
public interface IPullHints
{
    /// <param name="conversations">In which something old changed, by their ids at the platform, or places inside them as its connector names them: texts that
    /// are handed to <see cref="Connectors.IHintedConnector.Following"/> as they are.</param>
    Task RaiseAsync(string source, IReadOnlyCollection<string> conversations, CancellationToken cancellationToken);

    /// <summary>Sources for which a pull could be started now.</summary>
    Task<IReadOnlyList<string>> ReadDueAsync(CancellationToken cancellationToken);

    /// <param name="pause">Until the next one may be started.</param>
    /// <param name="patience">How long the pull may wait for a worker. Then it is taken for lost, as job storage may be, and may be started once more.</param>
    /// <returns>Whether the caller is to start it.</returns>
    Task<bool> TryClaimAsync(string source, TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>What stands for a source when a pull begins. One that waited waits no longer.</summary>
    Task<PullHint> TakeAsync(string source, CancellationToken cancellationToken);

    /// <summary>The pull came to its end: what it took stands no longer. What was raised since does.</summary>
    Task CoverAsync(PullHint hint, CancellationToken cancellationToken);

    /// <summary>The pull failed: none is started for a hint before this time has passed.</summary>
    Task PostponeAsync(string source, TimeSpan pause, CancellationToken cancellationToken);
}

/// <param name="Number">Of the newest hint.</param>
/// <param name="Stands">False when every hint was followed, or there was none.</param>
/// <param name="Conversations">In which the pull is to look far back, and places inside them at which it is to look.</param>
public sealed record PullHint(string Source, long Number, bool Stands, IReadOnlyList<string> Conversations);
