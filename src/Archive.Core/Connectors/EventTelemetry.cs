using System.Diagnostics.Metrics;
using Archive.Core.Telemetry;

namespace Archive.Core.Connectors;

/// <summary>What platforms push, by what became of it.</summary>
public static class EventTelemetry
{
    private static readonly Counter<long> Events = ArchiveTelemetry.Count("archive.source.events", "{event}", "Events that platforms pushed, by what became of them.");

    /// <param name="source">A configured one: what a stranger asked for is no tag.</param>
    /// <param name="outcomes">All there are: zeros are told as well, since a series that begins with its first refusal has no rise that could be seen.</param>
    public static void Count(string source, string outcome, IEnumerable<string> outcomes)
    {
        foreach (var name in outcomes)
        {
            Events.Add(name == outcome ? 1 : 0, new(ArchiveTelemetry.Source, source), new(ArchiveTelemetry.Outcome, name));
        }
    }
}
