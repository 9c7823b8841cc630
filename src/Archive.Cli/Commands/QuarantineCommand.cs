using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Quarantine;
using Archive.Jobs;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>What could not be read or redacted: shows it, without content, and reads it again.</summary>
internal static class QuarantineCommand
{
    private static readonly IReadOnlyDictionary<string, string> Kinds = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["unreadable"] = QuarantineReasons.Unreadable,
        ["redaction"] = QuarantineReasons.RedactionFailed,
        ["not-retryable"] = QuarantineReasons.NotRetryable,
        ["refused-for-now"] = QuarantineReasons.RefusedForNow,
        ["files-not-ready"] = QuarantineReasons.FilesNotReady,
    };

    public static Command Create() => new Command(
        "quarantine", "Items that could not be read or redacted: kept encrypted, neither searched nor shown, until they are read again or discarded.").With([List(), Retry(), .. DiscardCommands.Create()]);

    private static Command List()
    {
        var data = CommonOptions.Data();
        var source = CommonOptions.Source("Only items of this source.");
        var reason = Reason("Only items that are there for this reason.");
        var proposed = new Option<bool>("--proposed") { Description = "Only items that somebody proposes to discard." };
        var limit = new Option<int>("--limit") { Description = "Items shown at most.", HelpName = "N", DefaultValueFactory = _ => 100 };
        return new Command(
                "list",
                "List the items, oldest first, each with its reason. Shows no content.".WithExamples(
                    "quarantine list --data ./archive", "quarantine list --data ./archive --source slack --reason redaction --json"))
            .With(data, source, reason, proposed, limit, CommonOptions.Json())
            .Does(async (parsed, context, cancellationToken) =>
            {
                await using var session = ArchiveSession.OpenToRead(new(parsed.GetRequiredValue(data)), context);
                var quarantine = session.Get<IQuarantine>();
                var filter = new QuarantineFilter(parsed.GetValue(source), KindOf(parsed.GetValue(reason)), parsed.GetValue(proposed) ? true : null);
                var items = await quarantine.ListAsync(filter, 0, Math.Max(1, parsed.GetValue(limit)), cancellationToken);
                Write(context, items, (await quarantine.CountAsync(cancellationToken)).Sum(g => g.Count), await quarantine.ReadProposalsAsync(cancellationToken));
                return ExitCodes.Done;
            });
    }

    private static Command Retry()
    {
        var data = CommonOptions.Data();
        var source = CommonOptions.Source("All items of this source.");
        var reason = Reason("All items that are there for this reason.");
        var all = new Option<bool>("--all") { Description = "All items." };
        var ids = new Argument<long[]>("ITEM") { Description = "Numbers of items, as 'quarantine list' shows them.", Arity = ArgumentArity.ZeroOrMore };
        return new Command(
                "retry",
                "Read items again, after what kept them out was put right. What can be read goes through gate and redaction as ever; what cannot stays.".WithExamples(
                    "quarantine retry --data ./archive 17 18", "quarantine retry --data ./archive --source slack --reason unreadable"))
            .With(data, source, reason, all, CommonOptions.Json(), ids)
            .Does((parsed, context, cancellationToken) =>
            {
                var filter = new QuarantineFilter(parsed.GetValue(source), KindOf(parsed.GetValue(reason)));
                var named = parsed.GetValue(ids) ?? [];
                if (named.Length > 0 == (parsed.GetValue(all) || filter != QuarantineFilter.All))
                {
                    throw new CliException(ExitCodes.Usage, "Name items, or --source, --reason or --all, but not both.");
                }

                return RetryAsync(new(parsed.GetRequiredValue(data)), filter, named.Length > 0 ? named : null, context, cancellationToken);
            });
    }

    private static async Task<int> RetryAsync(
        Storage.DataFolder folder, QuarantineFilter filter, IReadOnlyList<long>? ids, CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = await ArchiveSession.OpenToWriteAsync(folder, context, cancellationToken);
        var report = await ProgressDisplay<RetryReport>.RunAsync(
            context,
            "Reading again",
            (now, _) => ($"{now.Tried:N0} tried, {now.Admitted:N0} admitted, {now.Unreadable:N0} stay", null),
            progress => session.Get<RetryQuarantineJob>().RunAsync(filter, ids, ArchiveSession.Owner, progress, cancellationToken));
        if (report is null)
        {
            throw new CliException(ExitCodes.Refused, "A retry is running already. See it on the page of the jobs.");
        }

        if (context.Json)
        {
            context.WriteJson(new { report.Tried, report.Admitted, report.Duplicate, report.TurnedAway, report.Unreadable, report.Gone });
            return ExitCodes.Done;
        }

        Facts.Write(
            context.Out,
            "Retry",
            ("Tried", report.Tried, "items in quarantine"),
            ("Admitted", report.Admitted, "stored as records now, and searchable"),
            ("Duplicate", report.Duplicate, "stored before"),
            ("Turned away", report.TurnedAway, "not of a sanctioned account, or somebody declined; counted and destroyed"),
            ("Unreadable", report.Unreadable, "stay in quarantine; 'quarantine list' says why"),
            ("Gone", report.Gone, "not in quarantine (any more)"));
        return ExitCodes.Done;
    }

    private static Option<string?> Reason(string description)
    {
        var option = new Option<string?>("--reason") { Description = description, HelpName = string.Join('|', Kinds.Keys) };
        option.AcceptOnlyFromAmong([.. Kinds.Keys]);
        return option;
    }

    private static string? KindOf(string? word) => word is null ? null : Kinds[word];

    private static void Write(CommandContext context, IReadOnlyList<QuarantinedRecord> items, long total, IReadOnlyList<DiscardProposal> proposals)
    {
        if (context.Json)
        {
            context.WriteJson(new
            {
                total,
                items = items.Select(i => new
                {
                    i.Id, i.Source, i.NativeId, i.Revision, time = i.Time.UtcDateTime, i.Kind, i.Reason, i.Size, i.Tries, triedAt = i.TriedAt?.UtcDateTime, i.Proposal,
                }),
                proposals = proposals.Select(p => new { p.Id, p.ProposedBy, proposedAt = p.ProposedAt.UtcDateTime, p.Reason, p.Items }),
            });
            return;
        }

        var table = Facts.NewTable($"{total:N0} in quarantine, {items.Count:N0} shown", "Item", "Source", "Platform's id", "Time", "Bytes", "Tries", "Reason", "Proposal");
        foreach (var item in items)
        {
            table.AddRow(
                new Text($"{item.Id}"), new Text(item.Source), new Text(item.NativeId), new Text(Facts.Time(item.Time)), new Text($"{item.Size:N0}"),
                new Text($"{item.Tries:N0}"), new Text(item.Reason), new Text($"{item.Proposal}"));
        }

        context.Out.Write(table);
        if (proposals.Count > 0)
        {
            var waiting = Facts.NewTable("Proposals that wait for a decision", "Proposal", "Items", "Proposed by", "At", "Reason");
            foreach (var proposal in proposals)
            {
                waiting.AddRow(
                    new Text($"{proposal.Id}"), new Text($"{proposal.Items.Count:N0}"), new Text(proposal.ProposedBy), new Text(Facts.Time(proposal.ProposedAt)), new Text(proposal.Reason));
            }

            context.Out.Write(waiting);
        }
    }
}
