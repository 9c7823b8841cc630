using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Cli.Import;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Sanctioning;
using Archive.Jobs;
using Archive.Storage;
using Archive.Web.Hosting;

namespace Archive.Cli.Commands;

/// <summary>Reads an export file into the archive, through the same gate and redaction as a live source.</summary>
internal static class ImportCommand
{
    private const string RegisterAll = "all";

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var format = new Option<string>("--format")
        {
            Description = "jsonl: one JSON object a line (id, conversation, sender, time, text), plain or gzip. slack-export: the platform's export, zip or folder.",
            HelpName = string.Join('|', ImportFormat.All),
            Required = true,
        };
        format.AcceptOnlyFromAmong([.. ImportFormat.All]);
        var source = CommonOptions.Source("Name of the source in the archive. Default: the file's name. The same name finds the same messages again.");
        var register = new Option<string?>("--register")
        {
            Description = "all: register every sender of the file, marked 'imported', beside the firm's own register. Default: the firm's register decides; "
                + "where there is none, the senders are registered and the command says so.",
            HelpName = RegisterAll,
        };
        register.AcceptOnlyFromAmong(RegisterAll);
        var reason = new Option<string?>("--reason") { Description = "Why the senders may be registered; written to the audit trail.", HelpName = "TEXT" };
        var file = new Argument<string>("FILE") { Description = "The export file." };
        return new Command(
                "import",
                "Read an export file. Makes the archive where it is new; goes on where a stopped import ended.".WithExamples(
                    "import --data ./archive --format jsonl chat.jsonl.gz",
                    "import --data ./archive --format slack-export export.zip --source slack-2024 --register all --reason \"approved by compliance, ticket 41\""))
            .With(data, format, source, register, reason, CommonOptions.Json(), file)
            .Does((parsed, context, cancellationToken) =>
            {
                var path = Path.GetFullPath(parsed.GetRequiredValue(file));
                var kind = parsed.GetRequiredValue(format);
                var name = parsed.GetValue(source) is { Length: > 0 } given ? given : ImportFormat.DefaultSource(path, kind);
                return RunAsync(
                    new(parsed.GetRequiredValue(data)),
                    new Request(path, kind, name, parsed.GetValue(register) == RegisterAll, parsed.GetValue(reason)),
                    context,
                    cancellationToken);
            });
    }

    private static async Task<int> RunAsync(DataFolder folder, Request request, CommandContext context, CancellationToken cancellationToken)
    {
        if (!File.Exists(request.Path) && !Directory.Exists(request.Path))
        {
            throw new CliException(ExitCodes.Failed, $"The file {request.Path} does not exist. Check the path.");
        }

        await using var session = await ArchiveSession.OpenToWriteAsync(folder, context, cancellationToken, mayBeNew: true);
        if (session.Get<SourceCatalog>().Find(request.Source) is not null)
        {
            throw new CliException(
                ExitCodes.Refused, $"'{request.Source}' is a live source of archive.json; imports need a name of their own. Choose one with --source.");
        }

        await RefuseNameOfLiveAsync(session, request.Source, cancellationToken);
        await RegisterAsync(session, request, context, cancellationToken);
        var register = session.Get<RegisterDesk>().Read();
        var source = new ConfiguredSource(
            request.Source,
            request.Format,
            Path.GetFileName(request.Path),
            ImportedSources.Retention,
            () => new RegisteredImport(ImportFormat.Open(request.Format, request.Source, request.Path), register));
        var totals = await IngestionDisplay.RunAsync(
            context,
            $"Importing {request.Source}",
            progress => session.Get<PullSourceJob>().ImportAsync(source, ArchiveSession.Owner, progress, cancellationToken));
        if (totals is not null)
        {
            Finish(context, totals);
        }

        return ExitCodes.Done;
    }

    /// <summary>A source that is removed for now has its name still: its records, listings and runs are under it, and an import would take it from the source for good.</summary>
    private static async Task RefuseNameOfLiveAsync(ArchiveSession session, string source, CancellationToken cancellationToken)
    {
        var register = session.Get<RegisterDesk>().Read();
        if (register.IsImported(source))
        {
            return; // the name is an import's already; a pull under it is refused
        }

        if (register.IsToldByPlatform(source) || await session.Get<IJobRunLog>().FindFirstAsync(JobNames.Pull, source, cancellationToken) is not null)
        {
            throw new CliException(
                ExitCodes.Refused,
                $"'{source}' is the name of a live source that was read before, even if it is removed for now. An import would take the name from it for good. Choose another one with --source.");
        }
    }

    /// <summary>Registers the senders where the user asks for it or nobody keeps a register; otherwise the register decides as it is.</summary>
    private static async Task RegisterAsync(
        ArchiveSession session, Request request, CommandContext context, CancellationToken cancellationToken)
    {
        var desk = session.Get<RegisterDesk>();
        var register = desk.Read();
        var asked = request.RegisterAll;
        if (!asked && !ImportRegister.IsImportsOnly(register))
        {
            return;
        }

        var senders = await ProgressDisplay<long>.RunAsync(
            context,
            "Finding senders",
            (seen, _) => ($"{seen:N0} items read to find their senders", null),
            progress => SenderScan.RunAsync(ImportFormat.Open(request.Format, request.Source, request.Path), progress, cancellationToken));
        var lines = ImportRegister.Extend(register, request.Source, senders, out var added);
        var now = session.Get<CaptureClock>().Time.GetUtcNow();
        if (added == 0 && !register.MayAdoptScope(request.Source, now))
        {
            return;
        }

        var why = request.Reason is { Length: > 0 } reason ? $", reason: {reason}" : asked ? "" : ", because the folder has no register of the firm";
        await session.Get<AuditTrail>().AdministeredAsync(
            ArchiveSession.Owner, $"register: {added} senders of import {request.Source} registered with notice '{RegisterDesk.ImportNotice}'{why}", cancellationToken);
        await desk.AdoptImportAsync(
            request.Source,
            lines,
            ImportRegister.ScopeOf(request.Source, request.Reason is { Length: > 0 } given ? given : "import of " + Path.GetFileName(request.Path), now),
            ArchiveSession.Owner,
            cancellationToken);
        if (!asked && added > 0)
        {
            context.Warn(
                $"this archive has no register of sanctioned accounts, so the {added:N0} senders of the file were registered with the notice "
                + $"'{RegisterDesk.ImportNotice}' and a scope that nobody approved. The evidence log says so. Check that they may be kept, or import the firm's own register "
                + "first: archive register import.");
        }
    }

    private static void Finish(CommandContext context, IngestionProgress totals)
    {
        IngestionDisplay.WriteTotals(context, totals);
        if (totals is { Received: > 0, Admitted: 0, Duplicate: 0 })
        {
            context.Warn(
                $"nothing was admitted: the register has no sanctioned account of source '{totals.Source}' for the time of these messages, or no approved scope of it. "
                + "See 'archive stats' for the reasons. Add the accounts and have a scope approved, or register the senders of the file with --register all --reason TEXT.");
        }
    }

    private sealed record Request(string Path, string Format, string Source, bool RegisterAll, string? Reason);
}
