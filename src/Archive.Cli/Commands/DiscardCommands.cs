using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Quarantine;
using Archive.Storage;
using Archive.Web.Auth;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Discards items of the quarantine: one account proposes, another one decides. Both prove who they are with their password, since whoever has the
/// data folder could otherwise be both.</summary>
internal static class DiscardCommands
{
    public static IEnumerable<Command> Create() => [Propose(), Approve(), Refuse()];

    private static Command Propose()
    {
        var data = CommonOptions.Data();
        var person = new PersonOptions("Account that proposes: a compliance officer.");
        var reason = new Option<string>("--reason") { Description = "Why they are of no use; written to the evidence log.", HelpName = "TEXT", Required = true };
        var ids = new Argument<long[]>("ITEM") { Description = "Numbers of items, as 'quarantine list' shows them.", Arity = ArgumentArity.OneOrMore };
        return new Command(
                "discard",
                "Propose to discard items. Nothing is destroyed before somebody else approves it.".WithExamples(
                    "quarantine discard --data ./archive --as carol --reason \"test messages of the vendor\" 17 18"))
            .With([data, .. person.All, reason, CommonOptions.Json(), ids])
            .Does((parsed, context, cancellationToken) => RunAsync(
                new(parsed.GetRequiredValue(data)),
                person,
                parsed,
                ArchivePolicies.ProposeDiscard,
                context,
                async (discards, account) =>
                {
                    var proposal = await discards.ProposeAsync(parsed.GetRequiredValue(ids), parsed.GetRequiredValue(reason), account, cancellationToken);
                    if (context.Json)
                    {
                        context.WriteJson(new { proposal = proposal.Id, proposal.ProposedBy, proposal.Items });
                    }
                    else
                    {
                        context.Out.WriteLine($"Proposal {proposal.Id} to discard {proposal.Items.Count:N0} items waits for somebody else: archive quarantine approve {proposal.Id}");
                    }
                },
                cancellationToken));
    }

    private static Command Approve()
    {
        var data = CommonOptions.Data();
        var person = new PersonOptions("Account that approves: a compliance or privacy officer who did not propose it.");
        var id = Proposal();
        return new Command(
                "approve",
                "Approve a proposal: content and keys of its items are destroyed, but of those that a hold or a minimum keeps. Cannot be taken back.".WithExamples(
                    "quarantine approve --data ./archive --as paul 4711"))
            .With([data, .. person.All, CommonOptions.Json(), id])
            .Does((parsed, context, cancellationToken) => RunAsync(
                new(parsed.GetRequiredValue(data)),
                person,
                parsed,
                ArchivePolicies.ApproveDiscard,
                context,
                async (discards, account) =>
                {
                    Write(context, await discards.ApproveAsync(parsed.GetRequiredValue(id), account, cancellationToken));
                    await CompactAsync(discards, context, cancellationToken);
                },
                cancellationToken));
    }

    private static Command Refuse()
    {
        var data = CommonOptions.Data();
        var person = new PersonOptions("Account that refuses, or that takes back what it proposed.");
        var id = Proposal();
        return new Command("refuse", "Refuse a proposal, or take it back: its items stay.".WithExamples("quarantine refuse --data ./archive --as paul 4711"))
            .With([data, .. person.All, CommonOptions.Json(), id])
            .Does((parsed, context, cancellationToken) => RunAsync(
                new(parsed.GetRequiredValue(data)),
                person,
                parsed,
                ArchivePolicies.ApproveDiscard,
                context,
                async (discards, account) =>
                {
                    await discards.RefuseAsync(parsed.GetRequiredValue(id), account, cancellationToken);
                    if (context.Json)
                    {
                        context.WriteJson(new { refused = parsed.GetRequiredValue(id) });
                    }
                    else
                    {
                        context.Out.WriteLine($"Proposal {parsed.GetRequiredValue(id)} is refused. Its items stay in quarantine.");
                    }
                },
                cancellationToken));
    }

    private static Argument<long> Proposal() => new("PROPOSAL") { Description = "Number of the proposal, as 'quarantine list' shows it." };

    private static Task<int> RunAsync(
        DataFolder folder,
        PersonOptions person,
        ParseResult parsed,
        string policy,
        CommandContext context,
        Func<QuarantineDiscards, string, Task> work,
        CancellationToken cancellationToken) =>
        ProvenPerson.RunAsync(folder, person, parsed, policy, context, (host, account) => work(host.Get<QuarantineDiscards>(), account), cancellationToken);

    private static async Task CompactAsync(QuarantineDiscards discards, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            await discards.CompactAsync(cancellationToken);
        }
        catch (StorageException e)
        {
            context.Warn($"the keys are destroyed; the encrypted bytes leave the files with the next clean-up. {e.Message}");
        }
    }

    private static void Write(CommandContext context, DiscardResult result)
    {
        if (context.Json)
        {
            context.WriteJson(new { result.Discarded, kept = result.Kept.Select(k => new { k.Id, k.Decision.Reason, k.Decision.Hold?.Matter }), result.Gone });
            return;
        }

        Facts.Write(
            context.Out,
            "Discard",
            ("Discarded", result.Discarded.Count, "content and keys destroyed; the evidence log tells who, when and why"),
            ("Kept", result.Kept.Count, "kept for a reason below"),
            ("Gone", result.Gone.Count, "had left the quarantine since they were proposed"));
        if (result.Kept.Count > 0)
        {
            var table = Facts.NewTable("Kept", "Item", "Reason", "Matter");
            foreach (var (id, decision) in result.Kept)
            {
                table.AddRow(new Text($"{id}"), new Text(decision.Reason), new Text(decision.Hold?.Matter ?? ""));
            }

            context.Out.Write(table);
        }
    }
}
