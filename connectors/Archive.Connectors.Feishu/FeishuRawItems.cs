using System.Text.Json;
using Archive.Connectors.Feishu.Wire;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Feishu;

/// <inheritdoc cref="IRawItemReader"/>
/// <remarks>The bytes are an element of a list, or what the call of one bundle gave; who is in its chat, the platform tells anew.</remarks>
internal sealed class FeishuRawItems(Func<CancellationToken, Task<FeishuSession>> open) : IRawItemReader
{
    private readonly Dictionary<string, Conversation?> _chats = new(StringComparer.Ordinal);
    private SortedDictionary<string, FeishuChat> _listed = [];
    private FeishuSession? _session;

    public async Task<RawReading> ReadAsync(RawItem item, CancellationToken cancellationToken)
    {
        JsonElement raw;
        try
        {
            raw = JsonElement.Parse(item.Raw.Span);
        }
        catch (JsonException)
        {
            return new RawReading([new SourceItem(item.NativeId, item.Raw, null, "The message is not of the documented form.")], ConversationId: ChatOf(item, default));
        }

        var bundled = LenientJson.Elements(LenientJson.Child(raw, "items")).FirstOrDefault(i => LenientJson.Text(i, "message_id") == item.NativeId);
        var isBundle = bundled.ValueKind == JsonValueKind.Object;
        var element = FeishuElement.Of(isBundle ? bundled : raw);
        if (ChatOf(item, element.Json) is not { } chat)
        {
            return RawReading.Refuse("The bytes do not tell of which chat they are, so the gate cannot decide. Discard the item when nothing else is known of it.");
        }

        var (reading, failure) = await PlatformFailures.TryAsync<RawReading, FeishuApiException>(
            () => MapAsync(item, element, isBundle ? ForwardedBundle.Of(raw, item.NativeId) : null, chat, cancellationToken), FeishuErrors.ToFailure);
        return failure is null ? reading! : throw failure; // one of both is there
    }

    /// <summary>What the element says, or what stands before the mark of an id that was made up for it.</summary>
    private static string? ChatOf(RawItem item, JsonElement element)
    {
        try
        {
            if (LenientJson.Text(element, "chat_id") is { Length: > 0 } chat)
            {
                return chat;
            }
        }
        catch (InvalidOperationException)
        {
            // Text that is no text (a lone surrogate): as if it were not there.
        }

        var mark = item.NativeId.IndexOf(":?", StringComparison.Ordinal);
        return mark > 0 ? item.NativeId[..mark] : null;
    }

    private async Task<RawReading> MapAsync(RawItem item, FeishuElement element, ForwardedBundle? bundle, string id, CancellationToken cancellationToken)
    {
        var session = _session ?? await OpenAsync(cancellationToken);
        if (!_chats.TryGetValue(id, out var chat))
        {
            _chats[id] = chat = await OpenAsync(session, id, cancellationToken);
        }

        if (chat is null)
        {
            return RawReading.Refuse("The platform no longer shows who is in the chat, so the gate cannot decide. Let the bot into the chat again, or discard the item.", id);
        }

        var items = bundle is null
            ? await session.MapAsync([element], chat, cancellationToken)
            : [await session.MapAsync(element, chat, bundle, cancellationToken)];
        return await session.ReadAgainAsync(items, item, id, cancellationToken);
    }

    private async Task<FeishuSession> OpenAsync(CancellationToken cancellationToken)
    {
        var session = await open(cancellationToken);
        _listed = await new FeishuAccess(session).ListAsync(cancellationToken);
        return _session = session;
    }

    /// <returns>Null when the bot is not in it.</returns>
    private async Task<Conversation?> OpenAsync(FeishuSession session, string id, CancellationToken cancellationToken)
    {
        try
        {
            return _listed.TryGetValue(id, out var chat) ? await new ChatOpening(session, chat, id).OpenAsync(cancellationToken) : null;
        }
        catch (Exception e) when (e is ChatDeniedException or FeishuApiException { BotIsOut: true })
        {
            return null;
        }
    }
}
