using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Display;
using Archive.Cli.Hosting;
using Archive.Core.Sanctioning;
using Archive.Web.Hosting;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>The sanction register: who may be captured where, under which notice, on which lawful basis.</summary>
internal static class RegisterCommand
{
    /// <summary>Accounts that a warning names; their number is that of all.</summary>
    private const int MostChanges = 10;

    public static Command Create() => new Command(
        "register", "The sanction register: accounts, notices, and the scope of each source. What is not in it is not captured.")
        .With([Show(), Import(), Export(), .. NoticeCommands.Create(), ScopeCommands.Create()]);

    private static Command Show()
    {
        var data = CommonOptions.Data();
        return new Command("show", "Show the register in numbers, and the scope of each source. Names nobody.".WithExamples("register show --data ./archive"))
            .With(data, CommonOptions.Json())
            .Does(async (parsed, context, cancellationToken) =>
            {
                await using var session = ArchiveSession.OpenToRead(new(parsed.GetRequiredValue(data)), context);
                Write(context, session.Get<RegisterDesk>().Read(), session.Get<CaptureClock>().Time.GetUtcNow());
                return ExitCodes.Done;
            });
    }

    private static Command Import()
    {
        var data = CommonOptions.Data();
        var file = new Argument<string>("FILE") { Description = $"CSV with the columns {RegisterFile.Header}." };
        return new Command(
                "import",
                "Take the firm's list of accounts in: it replaces the list before. A file that is not right changes nothing.".WithExamples(
                    "register import --data ./archive accounts.csv"))
            .With(data, CommonOptions.Json(), file)
            .Does(async (parsed, context, cancellationToken) =>
            {
                var path = parsed.GetRequiredValue(file);
                var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
                var lines = RegisterFile.Read(bytes);
                await using var session = await ArchiveSession.OpenToWriteAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken, mayBeNew: true);

                // Handed in now, whatever age the file has: the register.csv of the folder must not undo it.
                var desk = session.Get<RegisterDesk>();
                var before = desk.Read();
                var mark = RegisterFileMark.HandedIn(bytes, before, TimeProvider.System.GetUtcNow());
                var now = session.Get<CaptureClock>().Time.GetUtcNow();
                var capture = CaptureDifference.Of(before, RegisterOrigins.File, lines, now);
                var register = await desk.ReplaceAccountsAsync(RegisterOrigins.File, lines, mark, ArchiveSession.Owner, cancellationToken);
                Write(context, register, now);
                Tell(context, capture);
                return ExitCodes.Done;
            });
    }

    private static Command Export()
    {
        var data = CommonOptions.Data();
        var own = new Option<bool>("--own") { Description = "Only the firm's own list as it was handed in, to be changed and imported again; without the lines of directories and imports." };
        return new Command(
                "export",
                "Print all accounts of the register as CSV, with the notice that stands behind each.".WithExamples(
                    "register export --data ./archive > all-accounts.csv", "register export --data ./archive --own > accounts.csv"))
            .With(data, own)
            .Does(async (parsed, context, cancellationToken) =>
            {
                await using var session = ArchiveSession.OpenToRead(new(parsed.GetRequiredValue(data)), context);
                var register = session.Get<RegisterDesk>().Read();
                await using var output = Console.OpenStandardOutput();
                await output.WriteAsync(RegisterFile.Write(parsed.GetValue(own) ? register.Lines.GetValueOrDefault(RegisterOrigins.File, []) : register.Accounts.Accounts), cancellationToken);
                return ExitCodes.Done;
            });
    }

    /// <summary>Beside the result, so that a list which ends captures does not do so unseen. Names accounts, not people.</summary>
    private static void Tell(CommandContext context, CaptureDifference capture)
    {
        if (capture.Lost.Count > 0)
        {
            context.Warn(
                $"{capture.Lost.Count:N0} accounts lose capture by this list: {FirstOf(capture.Lost)}. To go back, import the list before. "
                + "If somebody signed under another person id, name that person in the list, or have the notice signed again.");
        }

        if (capture.Gained.Count > 0 && !context.Json)
        {
            context.Out.WriteLine($"{capture.Gained.Count:N0} accounts gain capture, as far as the register decides.");
        }
    }

    private static string FirstOf(IReadOnlyList<CaptureChange> changes) =>
        string.Join("; ", changes.Take(MostChanges).Select(c => $"{c.Source} {c.AccountId} ({WordsOf(c.Reason)})")) + (changes.Count > MostChanges ? "; …" : "");

    private static string WordsOf(SanctionReason reason) => reason switch
    {
        SanctionReason.NoNotice => "no signed notice",
        SanctionReason.OutsidePeriod => "period over or not begun",
        SanctionReason.NotRegistered => "not in the register",
        SanctionReason.CounterpartyDeclined => "declined",
        _ => reason.ToString(),
    };

    private static void Write(CommandContext context, SanctionRegister register, DateTimeOffset now)
    {
        var accounts = register.Accounts.Accounts;
        var sources = accounts.Select(a => a.Source).Concat(register.ScopeSources).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (context.Json)
        {
            context.WriteJson(new
            {
                register.Version,
                accounts = accounts.Count,
                people = accounts.Select(a => a.PersonId).Distinct(StringComparer.Ordinal).Count(),
                notices = register.Notices.Select(n => new { n.Version, n.Sha256, publishedAt = n.PublishedAt.UtcDateTime, signed = register.CountSigned(n.Version) }),
                sources = sources.Select(s => new { name = s, state = ScopeCommands.StateOf(register, s, now), scopes = register.ScopesOf(s), listed = register.ListedNow(s)?.Count }),
                proposals = register.Proposals,
            });
            return;
        }

        context.Out.WriteLine($"Version {register.Version}");
        Facts.Write(
            context.Out,
            "Register",
            ("Accounts", accounts.Count, "lines of all origins"),
            ("People", accounts.Select(a => a.PersonId).Distinct(StringComparer.Ordinal).Count(), "behind them"),
            ("With notice", accounts.Count(a => a.NoticeVersion is not null and not RegisterDesk.ImportNotice), "lines with a signed notice that is published"));
        var table = Facts.NewTable("Sources", "Source", "State", "Version", "Expires", "Review by", "Approved by", "Listed");
        foreach (var source in sources)
        {
            var scope = register.ScopesOf(source) is [.., var last] ? last : null;
            table.AddRow(
                new Text(source),
                new Text(ScopeCommands.StateOf(register, source, now)),
                new Text(scope is null ? "" : $"{scope.Number}"),
                new Text(scope is null ? "" : Facts.Time(scope.Scope.ExpiresAt)),
                new Text(scope is null ? "" : Facts.Time(scope.Scope.ReviewBy)),
                new Text(scope is null ? "" : scope.ApprovedBy ?? "nobody"),
                new Text($"{register.ListedNow(source)?.Count}"));
        }

        context.Out.Write(table);
        if (register.Proposals.Count > 0)
        {
            var waiting = Facts.NewTable("Scopes that wait for a decision", "Proposal", "Source", "Proposed by", "At", "Reason");
            foreach (var proposal in register.Proposals)
            {
                waiting.AddRow(
                    new Text($"{proposal.Id}"), new Text(proposal.Scope.Source), new Text(proposal.ProposedBy), new Text(Facts.Time(proposal.ProposedAt)), new Text(proposal.Scope.Reason));
            }

            context.Out.Write(waiting);
        }
    }
}
