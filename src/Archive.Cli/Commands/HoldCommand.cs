using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Retention;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Places, releases and lists legal holds.</summary>
internal static class HoldCommand
{
    public static Command Create() =>
        new Command("hold", "Legal holds: what must not be disposed of while a matter is open.").With(Add(), Release(), List());

    private static Command Add()
    {
        var data = CommonOptions.Data();
        var matter = Matter(required: true);
        var target = new TargetOptions();
        var command = new Command(
                "add",
                "Place a hold on a person, a conversation or a record.".WithExamples(
                    "hold add --data ./archive --matter \"SEC 2026-04\" --person P-1042", "hold add --data ./archive --matter \"SEC 2026-04\" --conversation C0123"))
            .With([data, matter, .. target.All, CommonOptions.Json()])
            .Does(async (parsed, context, cancellationToken) =>
            {
                var (subject, id) = target.Find(parsed) ?? throw new CliException(ExitCodes.Usage, "Name one of --person, --conversation and --record.");
                await using var session = await ArchiveSession.OpenToWriteAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken);
                var hold = await session.Get<LegalHolds>().PlaceAsync(
                    ArchiveSession.Owner, parsed.GetRequiredValue(matter), subject, id, cancellationToken);
                Write(context, "Placed", [hold]);
                return ExitCodes.Done;
            });
        return command;
    }

    private static Command Release()
    {
        var data = CommonOptions.Data();
        var matter = Matter(required: true);
        var target = new TargetOptions();
        return new Command(
                "release",
                "Release the holds of a matter: all of them, or the one on what is named.".WithExamples(
                    "hold release --data ./archive --matter \"SEC 2026-04\"", "hold release --data ./archive --matter \"SEC 2026-04\" --person P-1042"))
            .With([data, matter, .. target.All, CommonOptions.Json()])
            .Does(async (parsed, context, cancellationToken) =>
            {
                var named = target.Find(parsed);
                await using var session = await ArchiveSession.OpenToWriteAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken);
                var holds = session.Get<LegalHolds>();
                var released = (await holds.ListAsync(cancellationToken))
                    .Where(h => h.Matter == parsed.GetRequiredValue(matter) && (named is null || (h.Subject, h.Target) == named)).ToList();
                if (released.Count == 0)
                {
                    throw new CliException(ExitCodes.Failed, "No hold in force matches. See them with 'archive hold list'.");
                }

                foreach (var hold in released)
                {
                    await holds.ReleaseAsync(ArchiveSession.Owner, hold.Id, cancellationToken);
                }

                Write(context, "Released", released);
                return ExitCodes.Done;
            });
    }

    private static Command List()
    {
        var data = CommonOptions.Data();
        var matter = Matter(required: false);
        return new Command("list", "List the holds in force, oldest first.".WithExamples("hold list --data ./archive --json"))
            .With(data, matter, CommonOptions.Json())
            .Does(async (parsed, context, cancellationToken) =>
            {
                await using var session = ArchiveSession.OpenToRead(new(parsed.GetRequiredValue(data)), context);
                var wanted = parsed.GetValue(matter);
                var holds = await session.Get<LegalHolds>().ListAsync(cancellationToken);
                Write(context, "Holds in force", [.. holds.Where(h => wanted is null || h.Matter == wanted)]);
                return ExitCodes.Done;
            });
    }

    private static Option<string> Matter(bool required) =>
        new("--matter") { Description = "Name of the matter.", HelpName = "NAME", Required = required };

    private static void Write(CommandContext context, string title, IReadOnlyList<LegalHold> holds)
    {
        if (context.Json)
        {
            context.WriteJson(new
            {
                holds = holds.Select(h => new
                {
                    h.Id, h.Matter, subject = h.Subject.ToString().ToLowerInvariant(), h.Target, h.PlacedBy, placedAt = h.PlacedAt.UtcDateTime,
                }),
            });
            return;
        }

        var table = Facts.NewTable(title, "Id", "Matter", "On", "Target", "Placed by", "Placed at");
        foreach (var hold in holds)
        {
            table.AddRow(
                new Text($"{hold.Id}"), new Text(hold.Matter), new Text(hold.Subject.ToString().ToLowerInvariant()), new Text(hold.Target),
                new Text(hold.PlacedBy), new Text(Facts.Time(hold.PlacedAt)));
        }

        context.Out.Write(table);
    }

    /// <summary>What a hold is on: exactly one of three.</summary>
    private sealed class TargetOptions
    {
        private readonly Option<string?> _person = new("--person")
        {
            Description = "Person id of the register (or an account id): what the person wrote, and the direct and group conversations the person is in.",
            HelpName = "ID",
        };

        private readonly Option<string?> _conversation = new("--conversation") { Description = "The platform's id of a conversation.", HelpName = "ID" };

        private readonly Option<string?> _record = new("--record") { Description = "Number of a record.", HelpName = "ID" };

        public IReadOnlyList<Symbol> All => [_person, _conversation, _record];

        public (HoldSubject Subject, string Target)? Find(ParseResult parsed)
        {
            (HoldSubject Subject, string? Target)[] all =
            [
                (HoldSubject.Person, parsed.GetValue(_person)),
                (HoldSubject.Conversation, parsed.GetValue(_conversation)),
                (HoldSubject.Record, parsed.GetValue(_record)),
            ];
            var named = all.Where(t => !string.IsNullOrWhiteSpace(t.Target)).ToList();
            return named switch
            {
                [] => null,
                [{ Subject: HoldSubject.Record, Target: { } number }] when !long.TryParse(number, out _) =>
                    throw new CliException(ExitCodes.Usage, $"--record takes the number of a record, not '{number}'."),
                [{ Target: { } target } only] => (only.Subject, target),
                _ => throw new CliException(ExitCodes.Usage, "Name only one of --person, --conversation and --record."),
            };
        }
    }
}
