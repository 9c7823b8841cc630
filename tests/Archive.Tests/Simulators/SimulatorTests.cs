using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators;

/// <summary>Ends with each test the simulators that it started.</summary>
public abstract class SimulatorTests : IAsyncDisposable
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

    protected T Started<T>(T simulator)
        where T : IAsyncDisposable
    {
        _started.Add(simulator);
        return simulator;
    }
}
