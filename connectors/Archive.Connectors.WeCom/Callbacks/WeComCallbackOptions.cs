using Archive.Connectors.Http.Callbacks;

namespace Archive.Connectors.WeCom.Callbacks;

/// <summary>What the "receive events" page of an app of WeCom's console shows.</summary>
internal sealed class WeComCallbackOptions
{
    public required string Source { get; init; }

    /// <summary>Id of the firm (企业ID), which stands inside every encrypted event.</summary>
    public required string CorpId { get; init; }

    /// <summary>Signs.</summary>
    public required CallbackSecret Token { get; init; }

    /// <summary>Encrypts: 43 characters.</summary>
    public required CallbackSecret EncodingAesKey { get; init; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A secret is missing.</exception>
    public static WeComCallbackOptions Of(string source, string corpId, WeComCallbackSettings settings) => new()
    {
        Source = source,
        CorpId = corpId,
        Token = CallbackSecret.Of(source, nameof(settings.Token), settings.Token, settings.TokenFile),
        EncodingAesKey = CallbackSecret.Of(source, nameof(settings.EncodingAesKey), settings.EncodingAesKey, settings.EncodingAesKeyFile),
    };
}
