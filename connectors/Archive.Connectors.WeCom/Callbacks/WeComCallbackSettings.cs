namespace Archive.Connectors.WeCom.Callbacks;

/// <summary>What the page "receive events" (接收事件服务器) in the admin console shows. With it, events are taken at <c>/hooks/NAME</c>; without it there is no such
/// address.</summary>
internal sealed class WeComCallbackSettings
{
    /// <summary>Signs. Prefer <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>File that holds the Token and nothing else.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Encrypts: the EncodingAESKey of 43 characters. Prefer <see cref="EncodingAesKeyFile"/>.</summary>
    public string? EncodingAesKey { get; set; }

    /// <summary>File that holds the EncodingAESKey and nothing else.</summary>
    public string? EncodingAesKeyFile { get; set; }
}
