namespace Archive.Connectors.Http.Callbacks.WeCom;

/// <summary>What the "receive events" page of an app of WeCom's console shows.</summary>
public sealed class WeComCallbackOptions
{
    public required string Source { get; init; }

    /// <summary>Id of the firm (企业ID), which stands inside every encrypted event.</summary>
    public required string CorpId { get; init; }

    /// <summary>Signs.</summary>
    public required CallbackSecret Token { get; init; }

    /// <summary>Encrypts: 43 characters.</summary>
    public required CallbackSecret EncodingAesKey { get; init; }
}
