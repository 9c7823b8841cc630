using System.CommandLine;
using System.Text;
using Archive.Cli.CommandLine;
using Archive.Cli.Hosting;
using Archive.Core.Sanctioning;
using Archive.Web.Hosting;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Publishes notices to employees and takes in who has signed them.</summary>
internal static class NoticeCommands
{
    /// <summary>People that a warning names; their number is that of all.</summary>
    private const int MostNames = 20;

    public static IEnumerable<Command> Create() => [Publish(), Sign(), Withdraw()];

    private static Command Publish()
    {
        var data = CommonOptions.Data();
        var name = new Argument<string>("NAME") { Description = "Name of this version, such as monitoring-notice@2. A published text never changes." };
        var file = new Argument<string>("FILE") { Description = "The text, UTF-8." };
        return new Command(
                "notice", "Publish a version of the notice that tells employees what is kept about them.".WithExamples("register notice --data ./archive monitoring-notice@2 notice.txt"))
            .With(data, CommonOptions.Json(), name, file)
            .Does(async (parsed, context, cancellationToken) =>
            {
                var text = await ReadTextAsync(parsed.GetRequiredValue(file), cancellationToken);
                await using var session = await ArchiveSession.OpenToWriteAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken, mayBeNew: true);
                var register = await session.Get<RegisterDesk>().PublishNoticeAsync(parsed.GetRequiredValue(name), text, ArchiveSession.Owner, cancellationToken);
                var notice = register.FindNotice(parsed.GetRequiredValue(name).Trim());
                if (context.Json)
                {
                    context.WriteJson(new { notice?.Version, notice?.Sha256 });
                }
                else
                {
                    context.Out.WriteLine($"Published {notice?.Version}, SHA-256 {notice?.Sha256}.");
                }

                return ExitCodes.Done;
            });
    }

    private static Command Sign()
    {
        var data = CommonOptions.Data();
        var file = new Argument<string>("FILE") { Description = $"CSV with the columns {SignatureFile.Header}. A date alone in signed_at is the end of that day in UTC." };
        return new Command(
                "sign", "Take in a list of signatures that were given on paper or in another system.".WithExamples("register sign --data ./archive signatures.csv"))
            .With(data, CommonOptions.Json(), file)
            .Does(async (parsed, context, cancellationToken) =>
            {
                var bytes = await File.ReadAllBytesAsync(parsed.GetRequiredValue(file), cancellationToken);
                await using var session = await ArchiveSession.OpenToWriteAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken);
                var desk = session.Get<RegisterDesk>();
                var signatures = SignatureFile.Read(bytes, desk.Read(), session.Get<CaptureClock>().Time.GetUtcNow());
                var outcome = await desk.SignAsync(signatures, ArchiveSession.Owner, cancellationToken);
                if (context.Json)
                {
                    context.WriteJson(new { read = signatures.Count, added = outcome.Added, unknownPeople = outcome.UnknownPeople });
                }
                else
                {
                    context.Out.WriteLine($"Read {signatures.Count:N0} signatures; {outcome.Added:N0} are new, {signatures.Count - outcome.Added:N0} were there already.");
                }

                if (outcome.UnknownPeople.Count > 0)
                {
                    var first = string.Join(", ", outcome.UnknownPeople.Take(MostNames));
                    context.Warn(
                        $"the register has no person {first}{(outcome.UnknownPeople.Count > MostNames ? $" and {outcome.UnknownPeople.Count - MostNames:N0} more" : "")}. "
                        + "These signatures count as soon as a line names the person. If an id is wrong, take it back: archive register withdraw.");
                }

                return ExitCodes.Done;
            });
    }

    private static Command Withdraw()
    {
        var data = CommonOptions.Data();
        var reason = new Option<string>("--reason") { Description = "Why it is withdrawn; written to the evidence log.", HelpName = "TEXT", Required = true };
        var person = new Argument<string>("PERSON") { Description = "The firm's id of whoever is said to have signed." };
        var notice = new Argument<string>("NOTICE") { Description = "Name of the notice." };
        return new Command(
                "withdraw",
                "Take back a signature that was recorded wrongly: from now on it is as if it had never been.".WithExamples(
                    "register withdraw --data ./archive --reason \"paper of somebody else\" p-1001 monitoring-notice@2"))
            .With(data, reason, CommonOptions.Json(), person, notice)
            .Does(async (parsed, context, cancellationToken) =>
            {
                var (whose, version) = (parsed.GetRequiredValue(person), parsed.GetRequiredValue(notice));
                await using var session = await ArchiveSession.OpenToWriteAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken);
                await session.Get<RegisterDesk>().WithdrawSignatureAsync(whose, version, parsed.GetRequiredValue(reason), ArchiveSession.Owner, cancellationToken);
                if (context.Json)
                {
                    context.WriteJson(new { person = whose, notice = version, withdrawn = true });
                }
                else
                {
                    context.Out.WriteLine($"The signature of {whose} under {version} is withdrawn.");
                }

                return ExitCodes.Done;
            });
    }

    private static async Task<string> ReadTextAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(await File.ReadAllBytesAsync(path, cancellationToken)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new CliException(ExitCodes.Unreadable, $"{path} is not UTF-8. Save it as UTF-8 and try again.", e);
        }
    }
}
