namespace Archive.Connectors.WeCom.Sdk;

/// <summary>Writes whole frames, from the thread that works and the one that tells of life. Thread-safe.</summary>
internal sealed class SdkReplyWriter(Stream stream) : IDisposable
{
    private readonly Lock _lock = new();

    public void Write(SdkFieldWriter reply)
    {
        var body = reply.Length <= SdkFrame.MaxBody
            ? reply.ToBody()
            : new SdkFieldWriter((byte)SdkReply.Failed).Number((byte)SdkFailure.TooLarge).Text("").ToBody();
        lock (_lock)
        {
            try
            {
                SdkFrame.Write(stream, body);
            }
            catch (IOException)
            {
                Environment.Exit(1); // nobody listens any more
            }
        }
    }

    public void Dispose() => stream.Dispose();
}
