using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

/// <summary>Starts simulators of the sample corpus, in which a message is what it is in the corpus unless a test wants varieties.</summary>
public abstract class FeishuSimulatorTests : IAsyncDisposable
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

    protected async Task<FeishuSimulator> StartAsync(Action<FeishuSimulatorOptions>? configure = null)
    {
        var options = new FeishuSimulatorOptions { ExtraOneIn = 0, PostOneIn = 0, CardOneIn = 0, QuoteReplyOneIn = 0 };
        configure?.Invoke(options);
        return await StartAsync(Sample.Corpus, options);
    }

    private protected async Task<FeishuSimulator> StartAsync(Archive.Simulators.Corpus.Corpus corpus, FeishuSimulatorOptions options)
    {
        var simulator = await FeishuSimulator.StartAsync(corpus, options, Token);
        _started.Add(simulator);
        return simulator;
    }
}
