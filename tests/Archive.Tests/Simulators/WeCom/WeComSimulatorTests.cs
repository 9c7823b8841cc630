using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>Starts simulators of the sample corpus, in which a message is what it is in the corpus unless a test wants varieties.</summary>
public abstract class WeComSimulatorTests : SimulatorTests
{
    // Making a key of 2048 bits takes a tenth of a second.
    private protected static WeComKey Key { get; } = WeComKey.Generate(1, DateTimeOffset.MinValue);

    protected Task<WeComSimulator> StartAsync(Action<WeComSimulatorOptions>? configure = null) => StartAsync(Sample.Corpus, configure);

    private protected async Task<WeComSimulator> StartAsync(Corpus corpus, Action<WeComSimulatorOptions>? configure = null)
    {
        var options = new WeComSimulatorOptions { ExtraOneIn = 0, ControlOneIn = 0, MarkdownOneIn = 0, Keys = [Key] };
        configure?.Invoke(options);
        return Started(await WeComSimulator.StartAsync(corpus, options, Token));
    }

    private protected SdkTestParent Parent(WeComSimulator simulator) => Started(new SdkTestParent(simulator));
}
