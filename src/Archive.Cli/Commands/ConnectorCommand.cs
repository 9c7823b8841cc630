using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Connectors;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Tries the connection of a source.</summary>
internal static class ConnectorCommand
{
    public static Command Create() => new Command("connector", "The connections to the platforms.").With(Test());

    private static Command Test()
    {
        var data = CommonOptions.Data();
        var source = new Argument<string>("NAME") { Description = "The source, as archive.json or the sources page names it." };
        return new Command(
                "test",
                "Try whether a source can be captured: secret, reach, clock, rights. Reads no message and changes nothing. Exit code 0: it can, 1: it cannot."
                    .WithExamples("connector test slack --data ./archive"))
            .With(source, data, CommonOptions.Json())
            .Does((parsed, context, cancellationToken) => RunAsync(
                new(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(source), context, cancellationToken));
    }

    private static async Task<int> RunAsync(Storage.DataFolder folder, string name, CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = ArchiveSession.OpenToRead(folder, context);
        await session.Get<RenewSources>()(cancellationToken);
        var catalog = session.Get<SourceCatalog>();
        var source = catalog.Find(name) ?? throw new CliException(
            ExitCodes.Usage,
            catalog.Sources.Count == 0 ? "There is no source. Add one on the sources page, or in archive.json under Archive:Sources."
                : $"There is no source '{name}'. Known sources: {string.Join(", ", catalog.Sources.Select(s => s.Name))}.");
        var check = source.Check?.Invoke() ?? throw new CliException(ExitCodes.Usage, $"Source '{name}' is no connection that could be tried.");
        var findings = await PatientCheck.RunAsync(check, session.Get<TimeProvider>(), cancellationToken);
        Write(context, name, findings);
        return findings.Any(f => f.Outcome == SourceFindingOutcome.Failed) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static void Write(CommandContext context, string source, IReadOnlyList<SourceFinding> findings)
    {
        if (context.Json)
        {
            context.WriteJson(new
            {
                source,
                good = findings.All(f => f.Outcome != SourceFindingOutcome.Failed),
                findings = findings.Select(f => new { step = Name(f.Step), outcome = Name(f.Outcome), f.Message }),
            });
            return;
        }

        var table = Facts.NewTable(source, "Step", "", "Found");
        foreach (var finding in findings)
        {
            var (word, colour) = finding.Outcome switch
            {
                SourceFindingOutcome.Good => ("good", Color.Green),
                SourceFindingOutcome.Warning => ("warning", Color.Yellow),
                _ => ("failed", Color.Red),
            };
            table.AddRow(new Text(finding.Step.ToString()), new Text(word, new Style(colour)), new Text(finding.Message));
        }

        context.Out.Write(table);
    }

    private static string Name(Enum value) => value.ToString().ToLowerInvariant();
}
