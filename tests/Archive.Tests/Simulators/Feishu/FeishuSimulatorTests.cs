using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;

namespace Archive.Tests.Simulators.Feishu;

/// <summary>Starts simulators of the sample corpus, in which a message is what it is in the corpus unless a test wants varieties.</summary>
public abstract class FeishuSimulatorTests : SimulatorTests
{
    protected Task<FeishuSimulator> StartAsync(Action<FeishuSimulatorOptions>? configure = null)
    {
        var options = new FeishuSimulatorOptions { ExtraOneIn = 0, PostOneIn = 0, CardOneIn = 0, QuoteReplyOneIn = 0 };
        configure?.Invoke(options);
        return StartAsync(Sample.Corpus, options);
    }

    private protected async Task<FeishuSimulator> StartAsync(Corpus corpus, FeishuSimulatorOptions options) =>
        Started(await FeishuSimulator.StartAsync(corpus, options, Token));
}
