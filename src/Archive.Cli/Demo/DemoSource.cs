using Archive.Core.Connectors;
using Archive.Simulators.Corpus;

namespace Archive.Cli.Demo;

/// <summary>A source of a demo: its simulated platform, as far as the demo has to know one from another.</summary>
/// <param name="Name">Of the source and of its platform.</param>
/// <param name="Title">What people call the platform.</param>
/// <param name="Corpus">What is on this platform.</param>
/// <param name="Address">Where the simulated platform listens this time.</param>
/// <param name="Access">What archive.json says of it beside what all sources have.</param>
/// <param name="IdOf">Id of a person's account.</param>
/// <param name="HasReadAll">Whether a cursor is that of a source which was read to its end.</param>
internal sealed record DemoSource(
    string Name,
    string Title,
    Corpus Corpus,
    Uri Address,
    IReadOnlyDictionary<string, string> Access,
    Func<CorpusPerson, string> IdOf,
    Func<SourceCursor, bool> HasReadAll)
{
    /// <summary>PEM of the private key that messages are sealed for; null where the platform seals none.</summary>
    public string? PrivateKey { get; init; }
}
