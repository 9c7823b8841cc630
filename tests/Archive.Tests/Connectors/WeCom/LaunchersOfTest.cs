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

/// <summary>Tells how many children were started and have ended.</summary>
internal sealed class EndingLauncher(ISdkLauncher launcher) : ISdkLauncher
{
    private readonly TaskCompletionSource _firstEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;
    private int _ended;

    public int Started => _started;

    public int Ended => _ended;

    public Task FirstEnd => _firstEnd.Task;

    public bool NeedsLibrary => false;

    public ISdkProcess Start()
    {
        Interlocked.Increment(ref _started);
        return new Child(launcher.Start(), this);
    }

    private sealed class Child(ISdkProcess process, EndingLauncher launcher) : ISdkProcess
    {
        public Stream Requests => process.Requests;

        public Stream Answers => process.Answers;

        public string? End => process.End;

        public async ValueTask DisposeAsync()
        {
            await process.DisposeAsync();
            Interlocked.Increment(ref launcher._ended);
            launcher._firstEnd.TrySetResult();
        }
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
        while (SdkFrame.Read(requests) is { } body && !IsPoisoned(body))
        {
            SdkFrame.Write(forward, body);
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

/// <summary>One child, which ends when it is given messages to open; no other can be started.</summary>
internal sealed class LastLauncher(WeComSimulator platform) : ISdkLauncher
{
    private int _started;

    public bool NeedsLibrary => false;

    public ISdkProcess Start() => _started++ == 0 ? new PoisonLauncher(platform, 1).Start() : throw new IOException("No more processes.");
}

/// <summary>A library that takes no notice: what it answers in good form is not what it was asked for.</summary>
/// <param name="spoil">Changes what an answer to one kind of question holds; what the library returned and its bytes, in the order of the answer.</param>
internal sealed class SpoilingLauncher(WeComSimulator platform, SdkReply kind, Action<SdkAnswer[]> spoil) : ISdkLauncher
{
    public bool NeedsLibrary => false;

    public ISdkProcess Start() => new InProcessSdkLauncher(ServeAsync).Start();

    private async Task ServeAsync(Stream requests, Stream answers, CancellationToken cancellationToken)
    {
        var inner = new Pipe();
        var serving = platform.ServeSdkAsync(requests, inner.Writer.AsStream(), cancellationToken);
        var forward = inner.Reader.AsStream();
        while (await Task.Run(() => SdkFrame.Read(forward), cancellationToken) is { } body)
        {
            SdkFrame.Write(answers, body[0] == (byte)kind ? Spoil(body) : body);
        }

        await serving;
    }

    private byte[] Spoil(byte[] body)
    {
        var fields = new SdkFieldReader(body).Begin();
        var isMany = kind == SdkReply.Decrypted;
        var answers = Enumerable.Range(0, isMany ? (int)fields.UInt32() : 1).Select(_ => new SdkAnswer(fields.Int32(), fields.Bytes())).ToArray();
        spoil(answers);
        var spoilt = new SdkFieldWriter((byte)kind);
        return answers.Aggregate(isMany ? spoilt.Number((uint)answers.Length) : spoilt, (made, answer) => made.Number(answer.Code).Bytes(answer.Bytes)).ToBody();
    }
}

/// <summary>The platform has not got some files ready: it refuses each of their pieces with 10003.</summary>
internal sealed class UnreadyLauncher(WeComSimulator platform, Func<string, bool> isUnready) : ISdkLauncher
{
    public bool NeedsLibrary => false;

    public ISdkProcess Start() => new InProcessSdkLauncher(ServeAsync).Start();

    private async Task ServeAsync(Stream requests, Stream answers, CancellationToken cancellationToken)
    {
        var (asked, answered, one) = (new Pipe(), new Pipe(), new Lock());
        var serving = platform.ServeSdkAsync(asked.Reader.AsStream(), answered.Writer.AsStream(), cancellationToken);
        var (forward, back) = (asked.Writer.AsStream(), answered.Reader.AsStream());
        var answering = Task.Run(
            () =>
            {
                while (SdkFrame.Read(back) is { } body)
                {
                    Write(body);
                }
            },
            cancellationToken);
        while (SdkFrame.Read(requests) is { } body)
        {
            if (IsUnready(body))
            {
                Write(new SdkFieldWriter((byte)SdkReply.Media).Number(10003).Text("").Number((byte)0).Bytes([]).ToBody());
            }
            else
            {
                SdkFrame.Write(forward, body);
            }
        }

        await asked.Writer.CompleteAsync();
        await serving;
        await answering;

        void Write(byte[] body)
        {
            lock (one)
            {
                SdkFrame.Write(answers, body);
            }
        }
    }

    private bool IsUnready(byte[] body)
    {
        if (body[0] != (byte)SdkRequest.ReadMedia)
        {
            return false;
        }

        var fields = new SdkFieldReader(body).Begin();
        fields.Text();
        return isUnready(fields.Text());
    }
}
