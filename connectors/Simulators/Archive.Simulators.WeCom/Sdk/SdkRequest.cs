namespace Archive.Simulators.WeCom.Sdk;

/// <summary>What the parent asks its child process.</summary>
internal abstract record SdkRequest
{
    private const uint Version = 1;

    /// <exception cref="FrameException">The request is not understood.</exception>
    public static SdkRequest Parse(ReadOnlySpan<byte> body)
    {
        var fields = new FieldReader(body);
        SdkRequest request = fields.Byte() switch
        {
            1 when fields.UInt32() == Version => new OpenRequest(
                fields.Text(), fields.Text(), fields.Text(), fields.Text(), fields.Text(), fields.Int32()),
            1 => throw new FrameException("This version of the protocol is not known."),
            2 => new ChatRequest(fields.UInt64(), fields.UInt32()),
            3 => ParseDecrypt(ref fields),
            4 => new MediaRequest(fields.Text(), fields.Text()),
            _ => throw new FrameException("This kind of request is not known."),
        };
        fields.End();
        return request;
    }

    private static DecryptRequest ParseDecrypt(ref FieldReader fields)
    {
        var count = fields.UInt32();
        var items = new List<(string ContentKey, string EncryptedMessage)>();
        for (var i = 0u; i < count; i++)
        {
            items.Add((fields.Text(), fields.Text()));
        }

        return new DecryptRequest(items);
    }
}

/// <param name="Library">Path of the native library.</param>
internal sealed record OpenRequest(string Library, string CorpId, string Secret, string Proxy, string ProxyPassword, int TimeoutSeconds) : SdkRequest
{
    /// <summary>Leaves out the secrets.</summary>
    public override string ToString() => nameof(OpenRequest);
}

internal sealed record ChatRequest(ulong Seq, uint Limit) : SdkRequest;

internal sealed record DecryptRequest(IReadOnlyList<(string ContentKey, string EncryptedMessage)> Items) : SdkRequest
{
    /// <summary>Leaves out the keys.</summary>
    public override string ToString() => nameof(DecryptRequest);
}

internal sealed record MediaRequest(string Index, string FileId) : SdkRequest;
