using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Hosting;
using Archive.Core.Sanctioning;
using Archive.Web.Auth;

namespace Archive.Cli.Commands;

/// <summary>What entitles the firm to capture a source: one account proposes it, another one decides. Both prove who they are with their password.</summary>
internal static class ScopeCommands
{
    public static Command Create() => new Command("scope", "The lawful basis of each source, proposed by one person and approved by another.").With(Propose(), Approve(), Refuse());

    /// <summary>Why nothing of a source is captured now, in plain words; "in force" where it is.</summary>
    public static string StateOf(SanctionRegister register, string source, DateTimeOffset now) =>
        register.RefusalOf(source, now, now) switch
        {
            null or SanctionReason.BeforeScope => "in force",
            SanctionReason.NoLawfulBasis => "no approved scope",
            SanctionReason.LawfulBasisExpired => "expired",
            SanctionReason.NoImpactAssessment => "no impact assessment",
            _ => "review overdue",
        };

    private static Command Propose()
    {
        var data = CommonOptions.Data();
        var person = new PersonOptions("Account that proposes: a compliance officer.");
        var basis = Text("--basis", "Lawful basis: performance of a legal obligation, for instance.");
        var purpose = Text("--purpose", "What the messages are kept for.");
        var reference = Text("--reference", "Law, rule or clause that it rests on.");
        var assessment = Text("--assessment", "Where the impact assessment is: an address or a file number.");
        var reason = Text("--reason", "Why this version is made.");
        var expires = Time("--expires", "From then on nothing is captured. ISO 8601; a date alone is midnight UTC.");
        var review = Time("--review-by", "When the impact assessment has to be looked at again.");
        var from = new Option<DateTimeOffset?>("--messages-from") { Description = "Older messages are not covered. Default: all are.", HelpName = "TIME", CustomParser = CommonOptions.ParseTime };
        var source = new Argument<string>("SOURCE") { Description = "Name of the source." };
        return new Command(
                "propose",
                "Propose the scope of a source. Nothing is captured before somebody else approves it.".WithExamples(
                    "register scope propose --data ./archive --as carol --basis \"legal obligation\" --purpose \"keep business chat\" --reference \"SEC 17a-4(b)(4)\" "
                    + "--assessment PIA-7 --expires 2028-01-01 --review-by 2027-01-01 --reason \"first version\" wecom"))
            .With([data, .. person.All, basis, purpose, reference, assessment, expires, review, from, reason, CommonOptions.Json(), source])
            .Does((parsed, context, cancellationToken) => ProvenPerson.RunAsync(
                new(parsed.GetRequiredValue(data)),
                person,
                parsed,
                ArchivePolicies.ProposeScope,
                context,
                async (host, account) =>
                {
                    var scope = new SourceScope(
                        parsed.GetRequiredValue(source),
                        parsed.GetRequiredValue(basis),
                        parsed.GetRequiredValue(purpose),
                        parsed.GetRequiredValue(reference),
                        parsed.GetValue(from) ?? DateTimeOffset.MinValue,
                        parsed.GetRequiredValue(expires),
                        parsed.GetRequiredValue(assessment),
                        parsed.GetRequiredValue(review),
                        parsed.GetRequiredValue(reason));
                    var register = await host.Get<RegisterDesk>().ProposeScopeAsync(scope, account, cancellationToken);
                    var id = register.Proposals.Single(p => p.Scope.Source == scope.Source).Id;
                    Say(context, new { proposal = id }, $"Proposal {id} waits for somebody else: archive register scope approve {id}");
                },
                cancellationToken));
    }

    private static Command Approve() => Decide(
        "approve",
        "Approve a proposal: from then on the source is captured under it.",
        "Account that approves: somebody who did not propose it.",
        async (desk, proposal, account, cancellationToken) =>
        {
            await desk.ApproveScopeAsync(proposal, account, cancellationToken);
            return $"Proposal {proposal} is approved and in force.";
        });

    private static Command Refuse() => Decide(
        "refuse",
        "Refuse a proposal, or take it back.",
        "Account that refuses, or that takes back what it proposed.",
        async (desk, proposal, account, cancellationToken) =>
        {
            await desk.RefuseScopeAsync(proposal, account, cancellationToken);
            return $"Proposal {proposal} is refused.";
        });

    private static Command Decide(string name, string description, string who, Func<RegisterDesk, long, string, CancellationToken, Task<string>> decide)
    {
        var data = CommonOptions.Data();
        var person = new PersonOptions(who);
        var id = new Argument<long>("PROPOSAL") { Description = "Number of the proposal, as 'register show' shows it." };
        return new Command(name, description.WithExamples($"register scope {name} --data ./archive --as paul 4711"))
            .With([data, .. person.All, CommonOptions.Json(), id])
            .Does((parsed, context, cancellationToken) => ProvenPerson.RunAsync(
                new(parsed.GetRequiredValue(data)),
                person,
                parsed,
                ArchivePolicies.ApproveScope,
                context,
                async (host, account) =>
                {
                    var proposal = parsed.GetRequiredValue(id);
                    Say(context, new { proposal, done = name }, await decide(host.Get<RegisterDesk>(), proposal, account, cancellationToken));
                },
                cancellationToken));
    }

    private static void Say<T>(CommandContext context, T json, string words)
    {
        if (context.Json)
        {
            context.WriteJson(json);
        }
        else
        {
            Console.Out.WriteLine(words);
        }
    }

    private static Option<string> Text(string name, string description) => new(name) { Description = description, HelpName = "TEXT", Required = true };

    private static Option<DateTimeOffset> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        Required = true,
        CustomParser = result => CommonOptions.ParseTime(result) ?? default,
    };
}
