namespace Archive.Connectors.Feishu.Callbacks;

/// <summary>What the page "Events and callbacks" (事件与回调 → 加密策略) of the app in the developer console shows. With it, events are taken at
/// <c>/hooks/NAME</c>; without it there is no such address.</summary>
internal sealed class FeishuCallbackSettings
{
    /// <summary>Encrypts and signs. Prefer <see cref="EncryptKeyFile"/>.</summary>
    public string? EncryptKey { get; set; }

    /// <summary>File that holds the Encrypt Key and nothing else.</summary>
    public string? EncryptKeyFile { get; set; }

    /// <summary>Stands in every event. Prefer <see cref="VerificationTokenFile"/>.</summary>
    public string? VerificationToken { get; set; }

    /// <summary>File that holds the Verification Token and nothing else.</summary>
    public string? VerificationTokenFile { get; set; }
}
