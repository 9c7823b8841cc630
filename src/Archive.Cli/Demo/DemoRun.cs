using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;

namespace Archive.Cli.Demo;

/// <summary>What one run of a demo changes, and its folder does not hold.</summary>
/// <param name="Settings">Where the simulated platform listens this time, and how often it is read.</param>
/// <param name="Today">The corpus' own present, at which the capture clock stands, so that the same seed gives the same evidence root.</param>
internal sealed record DemoRun(IReadOnlyDictionary<string, string?> Settings, DateTimeOffset Today)
{
    public static DemoRun Of(Corpus corpus, SlackSimulator simulator) => new(
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [$"Archive:Sources:{DemoFolder.Source}:Address"] = simulator.BaseAddress.ToString(),
            [$"Archive:Sources:{DemoFolder.Source}:RequestsPerSecond"] = "10000",
            [$"Archive:Sources:{DemoFolder.Source}:Schedule"] = "*/15 * * * *",
        },
        corpus.Today);
}
