using Archive.Cli.CommandLine;
using Archive.Core.Ingestion;
using Spectre.Console;

namespace Archive.Cli.Display;

/// <summary>A pull or import as somebody at the terminal follows it.</summary>
internal static class IngestionDisplay
{
    public static Task<IngestionProgress?> RunAsync(
        CommandContext context, string title, Func<IProgress<IngestionProgress>, Task<IngestionProgress?>> work) =>
        ProgressDisplay<IngestionProgress>.RunAsync(context, title, Describe, work);

    public static void WriteTotals(CommandContext context, IngestionProgress totals)
    {
        if (context.Json)
        {
            context.WriteJson(new
            {
                totals.Source,
                totals.Pages,
                totals.Received,
                totals.Admitted,
                totals.Refused,
                totals.Withheld,
                totals.Duplicate,
                totals.Quarantined,
                totals.Redacted,
                totals.Unknown,
                totals.Indexed,
            });
            return;
        }

        Facts.Write(
            context.Out,
            $"Source {totals.Source}",
            ("Received", totals.Received, "items in all"),
            ("Admitted", totals.Admitted, "stored and searchable"),
            ("Refused", totals.Refused, "not of a sanctioned account; only counted"),
            ("Withheld", totals.Withheld, "somebody in the conversation declined; only counted"),
            ("Duplicate", totals.Duplicate, "stored before"),
            ("Quarantined", totals.Quarantined, "could not be read or redacted; kept sealed"),
            ("Redacted", totals.Redacted, "personal values replaced"),
            ("Unknown", totals.Unknown, "of the admitted, of a type that this version does not know; type:unknown finds them"));
    }

    private static (string Line, double? Share) Describe(IngestionProgress now, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? now.Received / elapsed.TotalSeconds : 0;
        var remaining = now.Remaining is { } left ? $", {left:N0} remaining" : "";
        var line = $"{now.Pages:N0} pages, {now.Received:N0} received ({rate:N0}/s), {now.Refused + now.Withheld:N0} refused, {now.Redacted:N0} redacted{remaining}";
        return (line, now.Remaining is { } rest && now.Received + rest > 0 ? (double)now.Received / (now.Received + rest) : null);
    }
}
