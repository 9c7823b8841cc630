using System.Diagnostics.Metrics;
using Archive.Core.Telemetry;

namespace Archive.Core.Retention;

/// <summary>What the clean-up tells of itself. A record that is held is counted at every run that finds it due.</summary>
internal static class DispositionTelemetry
{
    private static readonly Counter<long> Records = ArchiveTelemetry.Count("archive.disposition.records", "{record}", "Due records, by what the clean-up did.");

    public static void Count(string outcome, long records) => Records.Add(records, new KeyValuePair<string, object?>(ArchiveTelemetry.Outcome, outcome));
}
