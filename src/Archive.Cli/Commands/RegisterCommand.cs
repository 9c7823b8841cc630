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
                var mark = RegisterFileMark.Of(bytes, new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero));
                var register = await session.Get<RegisterDesk>().ReplaceAccountsAsync(RegisterOrigins.File, lines, mark, ArchiveSession.Owner, cancellationToken);
                Write(context, register, session.Get<CaptureClock>().Time.GetUtcNow());
                return ExitCodes.Done;
            });
    }

    private static Command Export()
    {
        var data = CommonOptions.Data();
        return new Command(
                "export", "Print all accounts of the register as CSV, with the notice that stands behind each.".WithExamples("register export --data ./archive > accounts.csv"))
            .With(data)
            .Does(async (parsed, context, cancellationToken) =>
            {
                await using var session = ArchiveSession.OpenToRead(new(parsed.GetRequiredValue(data)), context);
                await using var output = Console.OpenStandardOutput();
                await output.WriteAsync(RegisterFile.Write(session.Get<RegisterDesk>().Read().Accounts.Accounts), cancellationToken);
                return ExitCodes.Done;
            });
    }

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
            ("With notice", accounts.Count(a => a.NoticeVersion is not null), "lines with a signed notice that is published"));
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
