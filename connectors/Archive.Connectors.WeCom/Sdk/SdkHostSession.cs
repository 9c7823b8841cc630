namespace Archive.Connectors.WeCom.Sdk;

/// <summary>Requests of one child process, in the order in which they come.</summary>
internal sealed class SdkHostSession : IDisposable
{
    private NativeSdk? _sdk;

    /// <summary>Never throws: what goes wrong is an answer. It names kinds of failures and never what was asked.</summary>
    public SdkFieldWriter Answer(byte[] request)
    {
        try
        {
            var fields = new SdkFieldReader(request).Begin();
            return (SdkRequest)request[0] switch
            {
                SdkRequest.Open => Open(fields),
                SdkRequest.ReadChat when _sdk is { } sdk => ToReply(SdkReply.Chat, sdk.ReadChat(fields.UInt64(), fields.UInt32())),
                SdkRequest.Decrypt => Decrypt(fields),
                SdkRequest.ReadMedia when _sdk is { } sdk => ReadMedia(sdk, fields),
                _ => Failed(SdkFailure.NotUnderstood, ""),
            };
        }
        catch (InvalidDataException)
        {
            return Failed(SdkFailure.NotUnderstood, "");
        }
#pragma warning disable CA1031 // The parent decides what comes next, whatever it is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed(SdkFailure.Unexpected, e.GetType().Name);
        }
    }

    public void Dispose() => _sdk?.Dispose();

    private SdkFieldWriter Open(SdkFieldReader fields)
    {
        var version = fields.UInt32();
        var login = new SdkLogin(fields.Text(), fields.Text(), fields.Text(), fields.Text(), fields.Text(), fields.Int32());
        if (version != SdkLogin.Version || _sdk is not null)
        {
            return Failed(SdkFailure.NotUnderstood, "");
        }

        try
        {
            (var code, _sdk) = NativeSdk.Open(login);
            return Opened(code, "");
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            return Opened(0, e.GetType().Name); // its message holds what the system's loader says, which may be any text
        }
    }

    private static SdkFieldWriter Decrypt(SdkFieldReader fields)
    {
        var count = fields.UInt32();
        var reply = new SdkFieldWriter((byte)SdkReply.Decrypted).Number(count);
        for (var i = 0; i < count; i++)
        {
            var answer = NativeSdk.Decrypt(new SdkSecret(fields.Text(), fields.Text()));
            reply.Number(answer.Code).Bytes(answer.Bytes);
        }

        return reply;
    }

    private static SdkFieldWriter ReadMedia(NativeSdk sdk, SdkFieldReader fields)
    {
        var part = sdk.ReadMedia(fields.Text(), fields.Text());
        return new SdkFieldWriter((byte)SdkReply.Media).Number(part.Code).Text(part.Next).Number(part.IsLast ? (byte)1 : (byte)0).Bytes(part.Data);
    }

    private static SdkFieldWriter Opened(int code, string failure) => new SdkFieldWriter((byte)SdkReply.Opened).Number(code).Text(failure);

    private static SdkFieldWriter ToReply(SdkReply kind, SdkAnswer answer) => new SdkFieldWriter((byte)kind).Number(answer.Code).Bytes(answer.Bytes);

    private static SdkFieldWriter Failed(SdkFailure reason, string what) => new SdkFieldWriter((byte)SdkReply.Failed).Number((byte)reason).Text(what);
}
