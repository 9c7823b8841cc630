using System.Diagnostics.Metrics;
using Archive.Core.Messages;
using Archive.Core.Telemetry;

namespace Archive.Core.Ingestion;

/// <summary>What the way of a message tells of itself.</summary>
internal static class IngestTelemetry
{
    private static readonly Counter<long> Items = ArchiveTelemetry.Count("archive.ingest.items", "{item}", "Items received, by what became of them.");
    private static readonly Counter<long> Unknown = ArchiveTelemetry.Count(
        "archive.ingest.unknown", "{item}", "Admitted items of a type that this version does not know: kept sealed as they came, with what text they have.");
    private static readonly Histogram<double> Pages = ArchiveTelemetry.Measure("archive.ingest.page.duration", "Append of one page, durable at its end.");

    public static Measured StartPull(string source) => new("archive.pull", null, (ArchiveTelemetry.Source, source));

    public static Measured StartPage(string source) => new("archive.page.append", Pages, (ArchiveTelemetry.Source, source));

    /// <summary>What became of a page.</summary>
    public static void Count(PreparedPage page, AppendResult result)
    {
        Count(page.Source, "admitted", result.Records.Count);
        Count(page.Source, "refused", page.CountTurnedAway(IntakeOutcome.Refused));
        Count(page.Source, "withheld", page.CountTurnedAway(IntakeOutcome.Withheld));
        Count(page.Source, "duplicate", result.Duplicates);
        Count(page.Source, "quarantined", result.Quarantined);
        Unknown.Add(result.Unknown, new KeyValuePair<string, object?>(ArchiveTelemetry.Source, page.Source));
    }

    /// <summary>Zeros are told as well: a series that begins with its first failure has no rise that could be seen.</summary>
    private static void Count(string source, string outcome, long items) => Items.Add(
        items, new(ArchiveTelemetry.Source, source), new(ArchiveTelemetry.Outcome, outcome));
}
