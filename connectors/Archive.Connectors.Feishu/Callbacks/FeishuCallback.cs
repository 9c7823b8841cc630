using System.Text.Json;
using Archive.Connectors.Feishu.Wire;
using Archive.Connectors.Http;
using Archive.Connectors.Http.Callbacks;

namespace Archive.Connectors.Feishu.Callbacks;

/// <inheritdoc cref="IPlatformCallback"/>
internal sealed class FeishuCallback(FeishuCallbackOptions options, TimeProvider time) : IPlatformCallback
{
    /// <summary>The platform's own are some forty characters.</summary>
    private const int LongestChallenge = 1_000;
    private const int LongestId = 100;
    private const string Json = "application/json";

    private readonly RecentEvents _recent = new(time);

    public string Source => options.Source;

    public CallbackAnswer Receive(CallbackRequest request)
    {
        if (options.EncryptKey.TryRead() is not { } key || options.VerificationToken.TryRead() is not { } token)
        {
            return CallbackAnswer.NotReady;
        }

        var isSigned = request.FindHeader("X-Lark-Signature") is not null;
        if (request.Method != "POST" || (isSigned && !IsGenuine(request, key)) || TryRead(request.Body.Span)?.Encrypt is not { } encrypted)
        {
            return CallbackAnswer.Refused;
        }

        // Unsigned is only the handshake: the platform's own libraries do not expect a signature there. It changes nothing, whoever repeats it.
        return TryRead(FeishuCipher.Open(key, encrypted)) switch
        {
            { Type: "url_verification", Challenge: { Length: > 0 and <= LongestChallenge } challenge } asked when CallbackText.IsSame(asked.Token, token) =>
                new CallbackAnswer(CallbackOutcome.Handshake, 200, Json, $$"""{"challenge":"{{JsonEncodedText.Encode(challenge)}}"}"""),
            { Header: { EventId.Length: > 0 } header } pushed when isSigned && IsOurs(header, token) => Take(header, header.EventId, pushed.Event),

            // An event of the first form, which has no header; none of those is about messages.
            { Type: "event_callback" } old when isSigned && CallbackText.IsSame(old.Token, token) => new CallbackAnswer(CallbackOutcome.Ignored, 200, Json, "{}"),
            _ => CallbackAnswer.Refused,
        };
    }

    private bool IsGenuine(CallbackRequest request, string key)
    {
        var (timestamp, nonce) = (request.FindHeader("X-Lark-Request-Timestamp") ?? "", request.FindHeader("X-Lark-Request-Nonce") ?? "");
        var expected = FeishuCipher.Sign(key, timestamp, nonce, request.Body.Span);
        return CallbackText.IsSame(request.FindHeader("X-Lark-Signature"), expected) && CallbackText.IsTimely(timestamp, time.GetUtcNow());
    }

    private bool IsOurs(FeishuEventHeader header, string token) => CallbackText.IsSame(header.Token, token) && header.AppId == options.AppId;

    private CallbackAnswer Take(FeishuEventHeader header, string id, FeishuEventPlace? place)
    {
        var (outcome, conversation) = header.EventType switch
        {
            // The message may be of any age, and only the list of its chat tells of it.
            "im.message.recalled_v1" => (CallbackOutcome.PullDue, place?.ChatId is { Length: > 0 and <= LongestId } chat ? chat : null),
            "im.message.receive_v1" => (CallbackOutcome.PullDue, place is null ? null : ThreadOf(place.Message)),
            "im.chat.member.bot.added_v1" or "im.chat.member.bot.deleted_v1" => (CallbackOutcome.PullDue, null),
            _ => (CallbackOutcome.Ignored, (string?)null),
        };
        return _recent.IsNew(id)
            ? new CallbackAnswer(outcome, 200, Json, "{}", conversation)
            : new CallbackAnswer(CallbackOutcome.Repeated, 200, Json, "{}");
    }

    /// <summary>The history of a chat shows only how a thread begins, and that may be longer ago than any run looks back.</summary>
    private static string? ThreadOf(JsonElement message)
    {
        try
        {
            return LenientJson.Text(message, "chat_id") is { Length: > 0 and <= LongestId } chat && LenientJson.Text(message, "thread_id") is { Length: > 0 and <= LongestId } thread
                ? FeishuHint.Name(chat, thread) : null;
        }
        catch (InvalidOperationException)
        {
            // Text that is no text (a lone surrogate).
            return null;
        }
    }

    private static FeishuEvent? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FeishuWire.Default.FeishuEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
