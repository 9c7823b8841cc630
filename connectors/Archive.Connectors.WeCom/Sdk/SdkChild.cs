using System.Diagnostics;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>One child process and what is known of its health. One request at a time; after the first failure it is of no use. Its patience is real time,
/// whatever clock the archive has: it watches a real process.</summary>
internal sealed class SdkChild : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly ISdkProcess _process;
    private readonly SdkLimits _limits;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private TaskCompletionSource<byte[]>? _waiting;
    private long _beat = Stopwatch.GetTimestamp();
    private long _memory;

    public SdkChild(ISdkProcess process, SdkLimits limits)
    {
        (_process, _limits) = (process, limits);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>It takes so much memory that another one should take its place before it is asked again.</summary>
    public bool IsTooLarge => Volatile.Read(ref _memory) > _limits.MaxMemoryBytes;

    /// <param name="patience">Within which the answer has to come.</param>
    /// <exception cref="SdkBrokenException">It crashed, hung, grew over the limit or answered garbage.</exception>
    public async Task<SdkFieldReader> AskAsync(SdkFieldWriter request, SdkReply expected, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waiting = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _waiting, waiting);
        var asked = Stopwatch.GetTimestamp();
        try
        {
            if (_reading.IsCompleted)
            {
                throw Broken(SdkBreak.Ended);
            }

            await SdkFrame.WriteAsync(_process.Requests, request.ToBody(), cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw Broken(SdkBreak.Ended, e);
        }

        while (await Task.WhenAny(waiting.Task, Task.Delay(Look, cancellationToken)) != waiting.Task)
        {
            cancellationToken.ThrowIfCancellationRequested();
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

        return Read(await waiting.Task, expected);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _process.DisposeAsync();
        await _reading;
        _stop.Dispose();
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

    private async Task ReadAsync()
    {
        var how = SdkBreak.Ended;
        Exception? why = null;
        try
        {
            while (await SdkFrame.ReadAsync(_process.Answers, _stop.Token) is { } body)
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
        }
        catch (InvalidDataException e)
        {
            (how, why) = (SdkBreak.Garbage, e);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            why = e;
        }

        Interlocked.Exchange(ref _waiting, null)?.TrySetException(Broken(how, why));
    }

    private SdkBrokenException Broken(SdkBreak how, Exception? inner = null) => new(how, _process.End, inner);
}

/// <param name="MaxMemoryBytes">Working set at which it is ended.</param>
/// <param name="HeartbeatPatience">Without a sign of life for so long it counts as dead.</param>
internal sealed record SdkLimits(long MaxMemoryBytes, TimeSpan HeartbeatPatience);

/// <summary>The answer would have been larger than a frame. Asking for less helps.</summary>
internal sealed class SdkAnswerTooLargeException() : Exception("The answer is larger than a frame.");
