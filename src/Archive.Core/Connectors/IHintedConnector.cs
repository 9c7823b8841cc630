namespace Archive.Core.Connectors;

/// <summary>A connector that can follow a hint: the platform told that something happened.</summary>
public interface IHintedConnector : IChatConnector
{
    /// <summary>The same source, read so that whatever happened before the call is found: a run that was left half-way is finished first, because it may be past
    /// the place already.</summary>
    /// <param name="conversations">In these it looks as far back for changes as it ever does. Ids that are not known are passed over.</param>
    IChatConnector Following(IReadOnlyCollection<string> conversations);
}
