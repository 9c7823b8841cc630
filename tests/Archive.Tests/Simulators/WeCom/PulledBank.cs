using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>The whole bank with every variety on, pulled once: a thousand private-key operations a second are all there are.</summary>
public sealed class PulledBank : IAsyncLifetime
{
    private SdkTestParent? _parent;

    public static Corpus Corpus { get; } = BankCorpusGenerator.Generate(1_500, 7);

    public WeComSimulator Simulator { get; private set; } = null!; // set before the first test

    internal IReadOnlyList<PulledMessage> Messages { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var options = new WeComSimulatorOptions { ExtraOneIn = 1, ControlOneIn = 9 };
        Simulator = await WeComSimulator.StartAsync(Corpus, options, CancellationToken.None);
        _parent = new SdkTestParent(Simulator);
        await _parent.OpenAsync(CancellationToken.None);
        Messages = await _parent.PullAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_parent is not null)
        {
            await _parent.DisposeAsync();
        }

        await Simulator.DisposeAsync();
    }
}
