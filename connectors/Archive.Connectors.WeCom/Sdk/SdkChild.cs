using System.Diagnostics;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>One child process and what is known of its health. One request at a time; after the first failure it is of no use. Its patience is real time,
/// whatever clock the archive has: it watches a real process.</summary>
internal sealed class SdkChild : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ISdkProcess _process;
    private readonly SdkLimits _limits;
    private readonly TaskCompletionSource<(SdkBreak How, Exception? Why)> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<byte[]>? _waiting;
    private long _beat = Stopwatch.GetTimestamp();
    private long _memory;

    public SdkChild(ISdkProcess process, SdkLimits limits)
    {
        (_process, _limits) = (process, limits);

        // Not of the pool: under load that has no thread to spare for seconds, and a child would pass for dead whose signs of life nobody reads.
        new Thread(Listen) { IsBackground = true, Name = "answers of the platform's library" }.Start();
    }

    /// <summary>It takes so much memory that another one should take its place before it is asked again.</summary>
    public bool IsTooLarge => Volatile.Read(ref _memory) > _limits.MaxMemoryBytes;

    /// <param name="patience">Within which the answer has to come.</param>
    /// <exception cref="SdkBrokenException">It crashed, hung, grew over the limit or answered garbage.</exception>
    public async Task<SdkFieldReader> AskAsync(SdkFieldWriter request, SdkReply expected, TimeSpan patience, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _waiting, answer);
        var asked = Stopwatch.GetTimestamp();
        var (stream, body) = (_process.Requests, request.ToBody());
        var answered = Task.WhenAll(Task.Run(() => Send(stream, body), CancellationToken.None), answer.Task);
        while (await Task.WhenAny(answered, _ended.Task, Task.Delay(Look, cancellationToken)) != answered && !answered.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_ended.Task.IsCompleted)
            {
                var (how, why) = await _ended.Task;
                throw Broken(how, why);
            }

            if (IsTooLarge)
            {
                throw Broken(SdkBreak.TooMuchMemory);
            }

            if (Stopwatch.GetElapsedTime(asked) > patience)
            {
                throw Broken(SdkBreak.NoAnswerInTime);
            }

            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _beat)) > _limits.HeartbeatPatience)
            {
                throw Broken(SdkBreak.NoHeartbeat);
            }
        }

        return Read(await answer.Task, expected);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();

        // Something that the library itself has started may hold the pipe; the thread is left to it.
        await Task.WhenAny(_ended.Task, Task.Delay(Grace));
    }

    private SdkFieldReader Read(byte[] body, SdkReply expected)
    {
        var fields = new SdkFieldReader(body).Begin();
        if (body[0] == (byte)expected)
        {
            return fields;
        }

        if (body[0] == (byte)SdkReply.Failed && fields.Byte() == (byte)SdkFailure.TooLarge)
        {
            throw new SdkAnswerTooLargeException();
        }

        throw Broken(body[0] == (byte)SdkReply.Failed ? SdkBreak.Failed : SdkBreak.Garbage);
    }

    /// <summary>May block until the child is killed: one that stands still lets the pipe run full.</summary>
    private void Send(Stream stream, byte[] request)
    {
        try
        {
            SdkFrame.Write(stream, request);
        }
#pragma warning disable CA1031 // However a pipe breaks, the child at its other end is of no use any more.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _ended.TrySetResult((SdkBreak.Ended, e));
        }
    }

    private void Listen()
    {
        try
        {
            while (SdkFrame.Read(_process.Answers) is { } body)
            {
                if (body[0] == (byte)SdkReply.Heartbeat)
                {
                    Volatile.Write(ref _memory, (long)new SdkFieldReader(body).Begin().UInt64());
                    Volatile.Write(ref _beat, Stopwatch.GetTimestamp());
                }
                else
                {
                    Interlocked.Exchange(ref _waiting, null)?.TrySetResult(body);
                }
            }

            _ended.TrySetResult((SdkBreak.Ended, null));
        }
#pragma warning disable CA1031 // As in sending; and what a thread does not catch ends the archive.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _ended.TrySetResult((e is InvalidDataException ? SdkBreak.Garbage : SdkBreak.Ended, e));
        }
    }

    private SdkBrokenException Broken(SdkBreak how, Exception? inner = null) => new(how, _process.End, inner);
}

/// <param name="MaxMemoryBytes">Working set at which it is ended.</param>
/// <param name="HeartbeatPatience">Without a sign of life for so long it counts as dead.</param>
internal sealed record SdkLimits(long MaxMemoryBytes, TimeSpan HeartbeatPatience);

/// <summary>The answer would have been larger than a frame. Asking for less helps.</summary>
internal sealed class SdkAnswerTooLargeException() : Exception("The answer is larger than a frame.");
