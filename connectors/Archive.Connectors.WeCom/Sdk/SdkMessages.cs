namespace Archive.Connectors.WeCom.Sdk;

/// <summary>First byte of a request.</summary>
internal enum SdkRequest : byte
{
    Open = 1,
    ReadChat = 2,
    Decrypt = 3,
    ReadMedia = 4,
}

/// <summary>First byte of an answer.</summary>
internal enum SdkReply : byte
{
    Heartbeat = 0,
    Opened = 1,
    Chat = 2,
    Decrypted = 3,
    Media = 4,
    Failed = 255,
}

internal enum SdkFailure : byte
{
    Unexpected = 1,
    TooLarge = 2,
    NotUnderstood = 3,
}

/// <summary>With what the child signs in. Travels in the first frame, never on a command line.</summary>
internal sealed record SdkLogin(string Library, string CorpId, string Secret, string Proxy, string ProxyPassword, int TimeoutSeconds)
{
    public const uint Version = 1;

    /// <summary>Leaves out the secrets.</summary>
    public override string ToString() => CorpId;
}

/// <param name="Code">What the library returned; 0 is success.</param>
internal readonly record struct SdkAnswer(int Code, byte[] Bytes);

/// <param name="Key">The content key of one message.</param>
internal readonly record struct SdkSecret(string Key, string Message);

internal readonly record struct SdkMediaPart(int Code, string Next, bool IsLast, byte[] Data);
