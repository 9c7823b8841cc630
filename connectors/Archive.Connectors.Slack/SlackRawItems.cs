using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack;

/// <inheritdoc cref="IRawItemReader"/>
/// <remarks>The bytes are an element of a history; whose names it holds and who could read it, the platform tells anew.</remarks>
internal sealed class SlackRawItems(
    Func<CancellationToken, Task<(SlackSession Session, IReadOnlyList<string?> Teams)>> open, Func<SlackApiException, ConnectorException> translate) : IRawItemReader
{
    private readonly Dictionary<string, Conversation?> _conversations = new(StringComparer.Ordinal);
    private SlackSession? _session;
    private IReadOnlyList<string?> _teams = [];
    private IReadOnlyDictionary<string, SlackChannel> _channels = new Dictionary<string, SlackChannel>(StringComparer.Ordinal);

    public async Task<RawReading> ReadAsync(RawItem item, CancellationToken cancellationToken)
    {
        var end = item.NativeId.IndexOf(':', StringComparison.Ordinal);
        var id = end > 0 ? item.NativeId[..end] : null;
        if (id is null || item.Revision.StartsWith("x:", StringComparison.Ordinal))
        {
            return RawReading.Refuse("The bytes are those of a reaction alone, which do not tell on what. Discard them; the message has its own record.", id);
        }

        JsonElement element;
        try
        {
            element = JsonElement.Parse(item.Raw.Span);
        }
        catch (JsonException)
        {
            return new RawReading([new SourceItem(item.NativeId, item.Raw, null, "The message is not of the documented form.")], ConversationId: id);
        }

        var (reading, failure) = await PlatformFailures.TryAsync(() => MapAsync(item, element, id, cancellationToken), translate);
        return failure is null ? reading! : throw failure; // one of both is there
    }

    private async Task<RawReading> MapAsync(RawItem item, JsonElement element, string id, CancellationToken cancellationToken)
    {
        var session = _session ?? await OpenAsync(cancellationToken);
        if (!_conversations.TryGetValue(id, out var conversation))
        {
            _conversations[id] = conversation = await OpenAsync(session, id, cancellationToken);
        }

        if (conversation is null)
        {
            return RawReading.Refuse("The platform no longer shows who was in the conversation, so the gate cannot decide. Let the app into the conversation again, or discard the item.", id);
        }

        return await session.ReadAgainAsync(await session.MapAsync([element], conversation, cancellationToken), item, id, cancellationToken);
    }

    private async Task<SlackSession> OpenAsync(CancellationToken cancellationToken)
    {
        (var session, _teams) = await open(cancellationToken);
        _channels = session.Options.Api == SlackApiKind.Discovery
            ? await new DiscoveryPlan(session).ListConversationsAsync(cancellationToken)
            : await new WebPlan(session, _teams).ListConversationsAsync(cancellationToken);
        return _session = session;
    }

    /// <returns>Null for one that the platform does not show.</returns>
    private async Task<Conversation?> OpenAsync(SlackSession session, string id, CancellationToken cancellationToken)
    {
        var channel = _channels.GetValueOrDefault(id);
        try
        {
            return session.Options.Api == SlackApiKind.Discovery ? await new DiscoveryConversation(session, id, null).OpenAsync(channel, cancellationToken)
                : channel is null ? null
                : await new WebConversation(session, id).OpenAsync(channel, cancellationToken);
        }
        catch (SlackApiException e) when (e.ItemIsGone)
        {
            return null;
        }
    }
}
