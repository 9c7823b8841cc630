using System.IO.Pipelines;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>A child that is none: something in this process that speaks the same protocol. For a simulated platform, which needs no library.</summary>
/// <param name="serve">The life of one child: ends with the stream of requests, or when it is cancelled.</param>
public sealed class InProcessSdkLauncher(Func<Stream, Stream, CancellationToken, Task> serve) : ISdkLauncher
{
    public bool NeedsLibrary => false;

    public ISdkProcess Start() => new Child(serve);

    private sealed class Child : ISdkProcess
    {
        private readonly CancellationTokenSource _kill = new();
        private readonly Pipe _requests = new();
        private readonly Pipe _answers = new();
        private readonly Task _life;

        public Child(Func<Stream, Stream, CancellationToken, Task> serve)
        {
            (Requests, Answers) = (_requests.Writer.AsStream(), _answers.Reader.AsStream());
            _life = Task.Run(() => LiveAsync(serve));
        }

        public Stream Requests { get; }

        public Stream Answers { get; }

        public string? End => null;

        public async ValueTask DisposeAsync()
        {
            await _kill.CancelAsync();
            await _requests.Writer.CompleteAsync();
            await _life;
            _kill.Dispose();
        }

        private async Task LiveAsync(Func<Stream, Stream, CancellationToken, Task> serve)
        {
            try
            {
                await serve(_requests.Reader.AsStream(), _answers.Writer.AsStream(), _kill.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                // As a process that is killed: without a word.
            }
            finally
            {
                await _answers.Writer.CompleteAsync();
                await _requests.Reader.CompleteAsync();
            }
        }
    }
}
