using Archive.Simulators.Slack;

namespace Archive.Tests.Simulators.Slack;

/// <summary>Starts simulators of the sample corpus, with rates out of the way unless a test wants them.</summary>
public abstract class SlackSimulatorTests : SimulatorTests
{
    protected async Task<SlackSimulator> StartAsync(Action<SlackSimulatorOptions>? configure = null)
    {
        var options = new SlackSimulatorOptions { RateScale = 1_000, ExternalFileOneIn = 0 };
        configure?.Invoke(options);
        return Started(await SlackSimulator.StartAsync(Sample.Corpus, options, Token));
    }
}
