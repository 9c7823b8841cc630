using Archive.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Slack;

/// <summary>Starts simulators of the sample corpus, with rates out of the way unless a test wants them.</summary>
public abstract class SlackSimulatorTests : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _started = [];

    internal SampleCorpus Sample { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var simulator in _started)
        {
            await simulator.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected async Task<SlackSimulator> StartAsync(Action<SlackSimulatorOptions>? configure = null)
    {
        var options = new SlackSimulatorOptions { RateScale = 1_000, ExternalFileOneIn = 0 };
        configure?.Invoke(options);
        var simulator = await SlackSimulator.StartAsync(Sample.Corpus, options, Token);
        _started.Add(simulator);
        return simulator;
    }
}
