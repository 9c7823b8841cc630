using Archive.Connectors.Http.Callbacks;

namespace Archive.Connectors.Feishu.Callbacks;

internal sealed class FeishuCallbackOptions
{
    public required string Source { get; init; }

    /// <summary>Of the app whose events these are.</summary>
    public required string AppId { get; init; }

    /// <summary>Encrypts and signs. Without one only a token inside the text would protect, so clear events are not taken.</summary>
    public required CallbackSecret EncryptKey { get; init; }

    public required CallbackSecret VerificationToken { get; init; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A secret is missing.</exception>
    public static FeishuCallbackOptions Of(string source, string appId, FeishuCallbackSettings settings) => new()
    {
        Source = source,
        AppId = appId,
        EncryptKey = CallbackSecret.Of(source, nameof(settings.EncryptKey), settings.EncryptKey, settings.EncryptKeyFile),
        VerificationToken = CallbackSecret.Of(source, nameof(settings.VerificationToken), settings.VerificationToken, settings.VerificationTokenFile),
    };
}
