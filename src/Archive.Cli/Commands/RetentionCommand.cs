using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Retention;
using Archive.Jobs;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Disposes of records whose time has come, or says what would be disposed of.</summary>
internal static class RetentionCommand
{
    public static Command Create() => new Command("retention", "The clean-up of records whose retention is over.").With(Simulate(), Run());

    private static Command Simulate()
    {
        var data = CommonOptions.Data();
        var at = CommonOptions.At();
        return new Command(
                "simulate",
                "Say what a clean-up would do. Changes nothing.".WithExamples("retention simulate --data ./archive --at 2030-01-01"))
            .With(data, at, CommonOptions.Json())
            .Does(async (parsed, context, cancellationToken) =>
            {
                await using var session = ArchiveSession.OpenToRead(new(parsed.GetRequiredValue(data)), context);
                var report = await session.Get<RetentionSweep>().SimulateAsync(
                    parsed.GetValue(at) ?? session.Get<TimeProvider>().GetUtcNow(), cancellationToken);
                Write(context, report);
                return ExitCodes.Done;
            });
    }

    private static Command Run()
    {
        var data = CommonOptions.Data();
        var at = CommonOptions.At();
        return new Command(
                "run",
                "Dispose of records that are due and that nothing holds. What is disposed of cannot be brought back; its proof stays.".WithExamples(
                    "retention run --data ./archive"))
            .With(data, at, CommonOptions.Json())
            .Does((parsed, context, cancellationToken) => RunAsync(new(parsed.GetRequiredValue(data)), parsed.GetValue(at), context, cancellationToken));
    }

    private static async Task<int> RunAsync(Storage.DataFolder folder, DateTimeOffset? at, CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = await ArchiveSession.OpenToWriteAsync(folder, context, cancellationToken);
        if (at > session.Get<TimeProvider>().GetUtcNow())
        {
            context.Warn($"disposing of what is due only by {Facts.Time(at.Value)}, which is in the future.");
        }

        var last = new RetentionReport(false, 0, 0, 0, 0, []);
        try
        {
            await ProgressDisplay<RetentionReport>.RunAsync(
                context,
                "Cleaning up",
                (now, _) => ($"{now.Due:N0} due, {now.Disposed:N0} disposed, {now.Held:N0} held", null),
                progress => session.Get<SweepRetentionJob>().RunAsync(at, ArchiveSession.Owner, new Both(progress, now => last = now), cancellationToken));
        }
        catch (JobFailedException)
        {
            Write(context, last);
            throw;
        }

        Write(context, last);
        return ExitCodes.Done;
    }

    private static void Write(CommandContext context, RetentionReport report)
    {
        if (context.Json)
        {
            context.WriteJson(new { report.Due, report.Disposed, report.Held, report.Failed, report.Reasons });
            return;
        }

        Facts.Write(
            context.Out,
            report.Simulated ? "Clean-up, simulated" : "Clean-up",
            ("Due", report.Due, "retention is over"),
            (report.Simulated ? "Would be disposed" : "Disposed", report.Disposed, "key, content and index entry destroyed; proof kept"),
            ("Held", report.Held, "kept for a reason below"),
            ("Failed", report.Failed, "still kept; the next run tries again"));
        if (report.Reasons.Count > 0)
        {
            var table = Facts.NewTable("Reasons", "Reason", "Records");
            foreach (var reason in report.Reasons)
            {
                table.AddRow(new Text(reason.Reason), new Text($"{reason.Count:N0}"));
            }

            context.Out.Write(table);
        }
    }

    private sealed class Both(IProgress<RetentionReport> display, Action<RetentionReport> keep) : IProgress<RetentionReport>
    {
        public void Report(RetentionReport value)
        {
            keep(value);
            display.Report(value);
        }
    }
}
