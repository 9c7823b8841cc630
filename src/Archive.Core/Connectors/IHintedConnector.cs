namespace Archive.Core.Connectors;

/// <summary>A connector that can follow a hint: the platform told that something happened.</summary>
public interface IHintedConnector : IChatConnector
{
    /// <summary>The same source, read so that whatever happened before the call is found: a run that was left half-way is finished first, because it may be past
    /// the place already.</summary>
    /// <param name="places">What the callbacks of its platform have named, which nobody in between reads: the id of a conversation, in which it looks as far back
    /// for changes as it ever does, or a place inside one where a usual run might not look at all. What is not known is passed over.</param>
    IChatConnector Following(IReadOnlyCollection<string> places);
}
