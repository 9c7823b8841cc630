namespace Archive.Core.Connectors;

/// <summary>A connector that can map bytes again which it has handed out before. Beside <see cref="IChatConnector"/>, whose cursor it does not touch.</summary>
public interface IRawItemSource
{
    /// <summary>A reader for one run: it keeps what it learns of people and conversations. Connects to nothing before it reads.</summary>
    IRawItemReader OpenRawItems();
}

/// <summary>Maps bytes again that the connector of a source has handed out before.
/// <para>Contract: the same mapping as when reading, with the names and members as they are now; the platform may be asked for those and for files, never
/// for the message. What the bytes hold never makes it throw; failures of the platform are thrown as <see cref="ConnectorException"/>. One call at a time; runs
/// of the same connector may go on meanwhile, and the reader waits for them where they share anything. A reader that holds keys is disposable.</para></summary>
public interface IRawItemReader
{
    Task<RawReading> ReadAsync(RawItem item, CancellationToken cancellationToken);
}

/// <param name="NativeId">As the connector gave it out with the bytes.</param>
public sealed record RawItem(string NativeId, string Revision, ReadOnlyMemory<byte> Raw)
{
    /// <summary>Whether its files are to be fetched. Whoever only wants to know what it is asks without.</summary>
    public bool WithFiles { get; init; } = true;
}

/// <summary>What could be made of the bytes.</summary>
/// <param name="Items">What reading gives now; empty for a refusal.</param>
/// <param name="Refusal">Why the bytes do not suffice, and what to do instead, without content; null when they do.</param>
/// <param name="ConversationId">Where they belong, also when they cannot be read; null when that is not known.</param>
public sealed record RawReading(IReadOnlyList<SourceItem> Items, string? Refusal = null, string? ConversationId = null)
{
    /// <summary>Why a file of them could not be fetched for now, without content: a later reading may have it. Null when all that can be had are there.</summary>
    public string? FilesNotReady { get; init; }

    public static RawReading Refuse(string why, string? conversationId = null) => new([], why, conversationId);
}
