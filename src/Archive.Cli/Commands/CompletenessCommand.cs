using System.CommandLine;
using System.Globalization;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Completeness;
using Archive.Core.Connectors;
using Archive.Jobs;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>How complete the days of a source are, and their second read.</summary>
internal static class CompletenessCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        data.Required = false; // of this command it is, and asked for below; the command under it has its own
        var (from, to) = (Day("--from", "Days before are left out."), Day("--to", "Days after are left out."));
        var source = new Argument<string?>("SOURCE") { Description = "Name of the source.", Arity = ArgumentArity.ZeroOrOne };
        return new Command(
                "completeness",
                "Show for each day of a source what came, and what a second read of the platform found. Exit code 1: a day is red or unconfirmed.".WithExamples(
                    "completeness --data ./archive slack", "completeness --data ./archive slack --from 2026-03-01 --json"))
            .With(data, from, to, CommonOptions.Json(), source, Confirm())
            .Does((parsed, context, cancellationToken) =>
            {
                var (folder, name) = (parsed.GetValue(data), parsed.GetValue(source));
                return folder is null || name is null
                    ? throw new CliException(ExitCodes.Usage, "Name the data folder with --data, and a source.")
                    : ShowAsync(new(folder), name, parsed.GetValue(from), parsed.GetValue(to), context, cancellationToken);
            });
    }

    private static Command Confirm()
    {
        var data = CommonOptions.Data();
        var source = new Argument<string>("SOURCE") { Description = "Name of the source." };
        return new Command(
                "confirm",
                "Read the days of a source that are over a second time, state what was found, and take in what was missing.".WithExamples(
                    "completeness confirm --data ./archive slack"))
            .With(data, CommonOptions.Json(), source)
            .Does((parsed, context, cancellationToken) =>
                ConfirmAsync(new(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(source), context, cancellationToken));
    }

    private static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError($"'{result.Tokens[0].Value}' is not a day such as 2026-03-01.");
            return null;
        },
    };

    private static async Task<int> ShowAsync(
        Storage.DataFolder folder, string source, DateOnly? from, DateOnly? to, CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = ArchiveSession.OpenToRead(folder, context);
        var overview = session.Get<DayOverview>();
        var known = await overview.ReadSourcesAsync(cancellationToken);
        if (!known.Contains(source, StringComparer.Ordinal))
        {
            throw new CliException(ExitCodes.Usage, $"Of source '{source}' no days are stated. Sources with days: {(known.Count > 0 ? string.Join(", ", known) : "none")}.");
        }

        var days = await overview.ReadAsync(source, from, to, cancellationToken);
        Write(context, source, days);
        return days.Any(d => d.State is DayState.Red or DayState.Unconfirmed) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static async Task<int> ConfirmAsync(Storage.DataFolder folder, string source, CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = await ArchiveSession.OpenToWriteAsync(folder, context, cancellationToken);
        var known = session.Get<SourceCatalog>().Sources.Where(s => s.CanConfirm).Select(s => s.Name).ToList();
        if (!known.Contains(source, StringComparer.Ordinal))
        {
            throw new CliException(
                ExitCodes.Usage, $"There is no source '{source}' that can be read a second time. Those that can: {(known.Count > 0 ? string.Join(", ", known) : "none")}.");
        }

        var report = await ProgressDisplay<ConfirmationReport>.RunAsync(
            context,
            $"Reading {source} again",
            (now, elapsed) => ($"{now.Read:N0} messages ({now.Read / Math.Max(0.001, elapsed.TotalSeconds):N0}/s), {now.Missing:N0} missing", null),
            progress => session.Get<ConfirmSourceJob>().RunAsync(source, ArchiveSession.Owner, progress, cancellationToken));
        if (report is null)
        {
            throw new CliException(ExitCodes.Failed, $"Source '{source}' is being read a second time already.");
        }

        if (context.Json)
        {
            context.WriteJson(report);
            return ExitCodes.Done;
        }

        Facts.Write(
            context.Out,
            $"Second read of {source}",
            ("read", report.Read, "messages that the platform gave out"),
            ("closed", report.Closed, "days that are complete and signed now"),
            ("red", report.Red, "days on which something was missing"),
            ("unconfirmed", report.Unconfirmed, "days that the platform gives out no more"),
            ("missing", report.Missing, "messages that were not here"),
            ("recovered", report.Recovered, "of these, records now; the next second read confirms their days"));
        return ExitCodes.Done;
    }

    private static void Write(CommandContext context, string source, IReadOnlyList<StatedDay> days)
    {
        if (context.Json)
        {
            context.WriteJson(new
            {
                source,
                days = days.Select(d => new
                {
                    d.Day,
                    state = d.State.ToString().ToLowerInvariant(),
                    statedAt = d.Statement?.MadeAt,
                    arrivals = d.Statement?.Arrivals ?? d.Now,
                    secondRead = d.Statement?.SecondRead,
                    note = d.Statement?.Note,
                }),
            });
            return;
        }

        var table = Facts.NewTable($"Days of {source}", "Day", "State", "Received", "Admitted", "Refused", "Withheld", "Expected", "Held", "Unexplained", "Kept only here");
        foreach (var day in days)
        {
            var (came, read) = (day.Statement?.Arrivals ?? day.Now, day.Statement?.SecondRead);
            long?[] figures =
            [
                came.Received, came.Admitted, came.Refused.Values.Sum(), came.Withheld.Values.Sum(), read?.Expected, read?.Held, read?.Unexplained, read?.KeptOnlyHere,
            ];
            table.AddRow([
                new Text(day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new Text(day.State.ToString().ToLowerInvariant()),
                .. figures.Select(f => new Text(f?.ToString("N0", CultureInfo.InvariantCulture) ?? ""))]);
        }

        context.Out.Write(table);
    }
}
