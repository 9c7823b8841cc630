using System.Text;
using Archive.Connectors.Http.Callbacks;

namespace Archive.Connectors.WeCom.Callbacks;

/// <inheritdoc cref="IPlatformCallback"/>
/// <remarks>"msgaudit_notify" comes at most once in 15 seconds and carries nothing. From the moment at which an outside contact agrees to be archived, the
/// platform gives out what is said with it.</remarks>
internal sealed class WeComCallback(WeComCallbackOptions options, TimeProvider time) : IPlatformCallback
{
    private readonly RecentEvents _recent = new(time);

    public string Source => options.Source;

    public CallbackAnswer Receive(CallbackRequest request)
    {
        if (options.Token.TryRead() is not { } token || options.EncodingAesKey.TryRead() is not { } text || WeComCipher.TryReadKey(text) is not { } key)
        {
            return CallbackAnswer.NotReady;
        }

        var isCheck = request.Method == "GET";
        var encrypted = isCheck ? request.FindQuery("echostr") : WeComXml.TryRead(request.Body)?.GetValueOrDefault("Encrypt");
        if (encrypted is null || TrySigned(request, token, encrypted) is not { } signature || WeComCipher.TryOpen(key, encrypted, options.CorpId) is not { } message)
        {
            return CallbackAnswer.Refused;
        }

        return isCheck ? new CallbackAnswer(CallbackOutcome.Handshake, 200, "text/plain", Encoding.UTF8.GetString(message)) : Take(message, signature);
    }

    /// <returns>The signature, which is also the only id that an event has; null when it is wrong or old.</returns>
    private string? TrySigned(CallbackRequest request, string token, string encrypted)
    {
        var (timestamp, nonce) = (request.FindQuery("timestamp") ?? "", request.FindQuery("nonce") ?? "");
        var expected = WeComCipher.Sign(token, timestamp, nonce, encrypted);
        return CallbackText.IsSame(request.FindQuery("msg_signature"), expected) && CallbackText.IsTimely(timestamp, time.GetUtcNow()) ? expected : null;
    }

    private CallbackAnswer Take(byte[] message, string signature)
    {
        if (WeComXml.TryRead(message) is not { } fields)
        {
            return CallbackAnswer.Refused;
        }

        var isNews = fields.GetValueOrDefault("Event") switch
        {
            "msgaudit_notify" => true,
            "change_external_contact" => fields.GetValueOrDefault("ChangeType") == "msg_audit_approved",
            _ => false,
        };
        var outcome = !_recent.IsNew(signature) ? CallbackOutcome.Repeated : isNews ? CallbackOutcome.PullDue : CallbackOutcome.Ignored;
        return new CallbackAnswer(outcome, 200, "text/plain", "success");
    }
}
