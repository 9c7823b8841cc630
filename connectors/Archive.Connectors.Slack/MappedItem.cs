using Archive.Connectors.Http;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>An item whose attachments still have to be fetched or explained.</summary>
internal sealed record MappedItem(SourceItem Item, IReadOnlyList<SlackFile> Files)
{
    /// <summary>The message's own place in time, as far as it is known: what watermarks are made of.</summary>
    public SlackTimestamp? Ts { get; init; }

    public MappedItem<SlackFile> Mapped => new(Item, Files);
}
