using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Completeness;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Search.Certificates;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Recomputes everything that is stored and says whether it is what was appended.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var certificate = new Option<FileInfo?>("--certificate")
        {
            Description = "Check this certificate instead, of an answer or of a complete day: its signature, the evidence log it names, and what it certifies.",
            HelpName = "FILE",
        };
        var key = new Option<string?>("--key")
        {
            Description = "Who must have signed the certificate: a key as name+id+key. Default: this archive.",
            HelpName = "KEY",
        };
        key.Validators.Add(result =>
        {
            try
            {
                _ = NoteVerifier.Parse(result.GetValueOrDefault<string>());
            }
            catch (FormatException e)
            {
                result.AddError(e.Message);
            }
        });
        return new Command(
                "verify",
                "Check that everything stored is what was appended. Changes nothing and may run while the archive works. Exit code 0: intact, 1: altered, 2: unreadable."
                    .WithExamples("verify --data ./archive", "verify --data ./archive --json", "verify --data ./archive --certificate answer.txt"))
            .With(data, certificate, key, CommonOptions.Json())
            .Does((parsed, context, cancellationToken) => RunAsync(
                new(parsed.GetRequiredValue(data)), parsed.GetValue(certificate), parsed.GetValue(key), context, cancellationToken));
    }

    private static async Task<int> RunAsync(
        Storage.DataFolder folder, FileInfo? certificate, string? key, CommandContext context, CancellationToken cancellationToken)
    {
        var report = await ReportAsync(folder, context, session => certificate is null
            ? VerifyAsync(session, context, cancellationToken)
            : CheckAsync(session, certificate, key, context, cancellationToken));
        Write(context, report, certificate is null ? "leaves" : "records");
        return report.Result switch
        {
            VerificationResult.Intact => ExitCodes.Done,
            VerificationResult.Altered => ExitCodes.Failed,
            _ => ExitCodes.Unreadable,
        };
    }

    private static async Task<VerificationReport> VerifyAsync(ArchiveSession session, CommandContext context, CancellationToken cancellationToken)
    {
        var leaves = (await session.Get<IRecordStore>().ReadStatisticsAsync(cancellationToken)).TreeSize;
        return await ProgressDisplay<long>.RunAsync(
            context,
            "Verifying",
            (done, elapsed) => ($"{done:N0} of {leaves:N0} leaves ({done / Math.Max(0.001, elapsed.TotalSeconds):N0}/s)", leaves == 0 ? null : (double)done / leaves),
            progress => session.Get<ILogVerifier>().VerifyAsync(progress, cancellationToken));
    }

    private static async Task<VerificationReport> CheckAsync(
        ArchiveSession session, FileInfo certificate, string? key, CommandContext context, CancellationToken cancellationToken)
    {
        var note = await File.ReadAllTextAsync(certificate.FullName, cancellationToken);
        var verifier = key is null ? null : NoteVerifier.Parse(key);
        if (StatementChecker.IsNote(note))
        {
            return await session.Get<StatementChecker>().CheckAsync(note, verifier, cancellationToken);
        }

        return await ProgressDisplay<long>.RunAsync(
            context,
            "Checking",
            (done, elapsed) => ($"record {done:N0} ({done / Math.Max(0.001, elapsed.TotalSeconds):N0}/s)", null),
            progress => session.Get<AnswerCertifier>().CheckAsync(note, verifier, progress, cancellationToken));
    }

    private static async Task<VerificationReport> ReportAsync(
        Storage.DataFolder folder, CommandContext context, Func<ArchiveSession, Task<VerificationReport>> verify)
    {
        try
        {
            await using var session = ArchiveSession.OpenToRead(folder, context);
            return await verify(session);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever keeps it from being read is the answer, and must not be mistaken for "altered", which is exit code 1.
            if (context.Verbose)
            {
                Console.Error.WriteLine(e);
            }

            return new VerificationReport(VerificationResult.Unreadable, 0, [new VerificationFinding("archive unreadable", folder.Path, ErrorTable.Find(e).Message)]);
        }
    }

    private static void Write(CommandContext context, VerificationReport report, string what)
    {
        var result = report.Result.ToString().ToLowerInvariant();
        if (context.Json)
        {
            context.WriteJson(new { result, report.Checked, report.Findings });
            return;
        }

        var colour = report.Result == VerificationResult.Intact ? Color.Green : Color.Red;
        context.Out.Write(new Text(result.ToUpperInvariant(), new Style(colour, decoration: Decoration.Bold)));
        context.Out.WriteLine($"  {report.Checked:N0} {what} checked, {report.Findings.Count:N0} findings");
        if (report.Findings.Count > 0)
        {
            var table = Facts.NewTable("Findings", "What", "Where", "Why");
            foreach (var finding in report.Findings)
            {
                table.AddRow(new Text(finding.What), new Text(finding.Where), new Text(finding.Why));
            }

            context.Out.Write(table);
        }
    }
}
