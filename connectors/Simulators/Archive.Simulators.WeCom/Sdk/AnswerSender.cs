using System.Text;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>Puts whole frames into the answer stream, from the calls and from the heart alike.</summary>
internal sealed class AnswerSender(Stream answers) : IDisposable
{
    private static readonly byte[] Noise = Encoding.ASCII.GetBytes("[simulated] curl: (56) connection reset by peer\n");
    private readonly SemaphoreSlim _one = new(1, 1);

    public Task SendAsync(FieldWriter answer, CancellationToken cancellationToken)
    {
        var body = answer.Body;
        if (body.Length > Frames.LargestBody)
        {
            body = SdkReply.Failed(SdkReply.TooLarge, "The answer does not fit into a frame.").Body;
        }

        return AloneAsync(() => Frames.WriteAsync(answers, body, cancellationToken), cancellationToken);
    }

    /// <summary>What a library prints that does not know whose output it writes to.</summary>
    public Task SendNoiseAsync(CancellationToken cancellationToken) =>
        AloneAsync(() => answers.WriteAsync(Noise, cancellationToken).AsTask(), cancellationToken);

    public void Dispose() => _one.Dispose();

    private async Task AloneAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await write();
        }
        finally
        {
            _one.Release();
        }
    }
}
