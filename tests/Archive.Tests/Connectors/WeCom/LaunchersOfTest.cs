using System.IO.Pipelines;
using Archive.Connectors.WeCom.Sdk;
using Archive.Simulators.WeCom;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>Tells how many children were started.</summary>
internal sealed class CountingLauncher(ISdkLauncher launcher) : ISdkLauncher
{
    private int _started;

    public int Started => _started;

    public bool NeedsLibrary { get; init; }

    public ISdkProcess Start()
    {
        Interlocked.Increment(ref _started);
        return launcher.Start();
    }
}

/// <summary>The library breaks each time it is given a certain message: the n-th of the first batch.</summary>
internal sealed class PoisonLauncher(WeComSimulator platform, int number) : ISdkLauncher
{
    private string? _poison;

    public bool NeedsLibrary => false;

    public ISdkProcess Start() => new InProcessSdkLauncher(ServeAsync).Start();

    private async Task ServeAsync(Stream requests, Stream answers, CancellationToken cancellationToken)
    {
        var inner = new Pipe();
        var serving = platform.ServeSdkAsync(inner.Reader.AsStream(), answers, cancellationToken);
        var forward = inner.Writer.AsStream();
        while (await SdkFrame.ReadAsync(requests, cancellationToken) is { } body && !IsPoisoned(body))
        {
            await SdkFrame.WriteAsync(forward, body, cancellationToken);
        }

        await inner.Writer.CompleteAsync();
        await serving;
    }

    private bool IsPoisoned(byte[] body)
    {
        if (body[0] != (byte)SdkRequest.Decrypt)
        {
            return false;
        }

        var fields = new SdkFieldReader(body).Begin();
        var messages = Enumerable.Range(0, (int)fields.UInt32()).Select(_ => (Key: fields.Text(), Message: fields.Text())).Select(m => m.Message).ToList();
        _poison ??= messages[number - 1];
        return messages.Contains(_poison, StringComparer.Ordinal);
    }
}
