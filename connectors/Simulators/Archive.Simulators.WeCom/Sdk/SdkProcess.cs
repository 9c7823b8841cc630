namespace Archive.Simulators.WeCom.Sdk;

/// <summary>The life of one child process that has loaded the SDK, without process and library.</summary>
internal sealed class SdkProcess(FinanceSdk sdk, WeComSimulatorOptions options)
{
    private const ulong FreshWorkingSet = 60UL * 1024 * 1024;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private OpenRequest? _open;
    private long _leaked;

    /// <summary>Ends with the request stream, with a crash, or when the parent takes no more answers. Both streams are closed then.</summary>
    public async Task RunAsync(Stream requests, Stream answers, CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var sender = new AnswerSender(answers);
        var beating = BeatAsync(sender, life.Token);
        try
        {
            await ServeAsync(requests, sender, life.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The parent has closed its end: a real process would get a signal for that.
        }
        finally
        {
            await life.CancelAsync();
            await beating;
            await requests.DisposeAsync();
            await answers.DisposeAsync();
        }
    }

    private async Task ServeAsync(Stream requests, AnswerSender sender, CancellationToken cancellationToken)
    {
        try
        {
            while (await Frames.ReadAsync(requests, cancellationToken) is { } body)
            {
                var (answer, act) = Answer(SdkRequest.Parse(body));
                if (act == SdkAct.Crash)
                {
                    return;
                }

                if (act == SdkAct.Hang)
                {
                    await UntilNothingIsAskedAsync(requests, cancellationToken);
                    return;
                }

                if (act == SdkAct.Garbage)
                {
                    await sender.SendNoiseAsync(cancellationToken);
                }

                await sender.SendAsync(answer, cancellationToken);
            }
        }
        catch (FrameException e)
        {
            // Where the next frame would begin is not known any more.
            await sender.SendAsync(SdkReply.Failed(SdkReply.NotUnderstood, e.Message), cancellationToken);
        }
    }

    private (FieldWriter Answer, SdkAct Act) Answer(SdkRequest request)
    {
        switch (request)
        {
            case OpenRequest open:
                _open = open;
                return (SdkReply.Opened(sdk.Open(open.CorpId, open.Secret), string.Empty), SdkAct.None);
            case ChatRequest chat when _open is not null:
                var page = Acted(sdk.ReadChat(_open.CorpId, _open.Secret, chat.Seq, chat.Limit));
                return (SdkReply.Chat(page.Code, page.Data), page.Act);
            case MediaRequest media when _open is not null:
                var chunk = Acted(sdk.ReadMedia(_open.CorpId, _open.Secret, media.Index, media.FileId));
                return (SdkReply.Media(chunk.Code, chunk.NextIndex, chunk.IsFinished, chunk.Data), chunk.Act);
            case DecryptRequest decrypt:
                return Decrypt(decrypt);
            default:
                throw new FrameException("The library has not been opened.");
        }
    }

    private (FieldWriter Answer, SdkAct Act) Decrypt(DecryptRequest request)
    {
        var texts = new List<(int Code, byte[] Json)>(request.Items.Count);
        var worst = SdkAct.None;
        foreach (var (key, message) in request.Items)
        {
            var text = Acted(sdk.Decrypt(key, message));
            if (text.Act is SdkAct.Crash or SdkAct.Hang)
            {
                return (SdkReply.Decrypted([]), text.Act);
            }

            worst = text.Act == SdkAct.None ? worst : text.Act;
            texts.Add((text.Code, text.Data));
        }

        return (SdkReply.Decrypted(texts), worst);
    }

    private SdkAnswer Acted(SdkAnswer answer)
    {
        Interlocked.Add(ref _leaked, answer.Act == SdkAct.Leak ? options.LeakBytes : 0);
        return answer;
    }

    private static async Task UntilNothingIsAskedAsync(Stream requests, CancellationToken cancellationToken)
    {
        var unread = new byte[4_096];
        while (await requests.ReadAsync(unread, cancellationToken) > 0)
        {
        }
    }

    /// <summary>Never throws: its end is the end of the process, which is told elsewhere.</summary>
    private async Task BeatAsync(AnswerSender sender, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, options.Time);
        try
        {
            do
            {
                await sender.SendAsync(SdkReply.Heartbeat(FreshWorkingSet + (ulong)Interlocked.Read(ref _leaked)), cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Over.
        }
    }
}
