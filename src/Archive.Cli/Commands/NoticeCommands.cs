using System.CommandLine;
using System.Text;
using Archive.Cli.CommandLine;
using Archive.Cli.Hosting;
using Archive.Core.Sanctioning;
using Spectre.Console;

namespace Archive.Cli.Commands;

/// <summary>Publishes notices to employees and takes in who has signed them.</summary>
internal static class NoticeCommands
{
    public static IEnumerable<Command> Create() => [Publish(), Sign()];

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
        var file = new Argument<string>("FILE") { Description = $"CSV with the columns {SignatureFile.Header}." };
        return new Command(
                "sign", "Take in a list of signatures that were given on paper or in another system.".WithExamples("register sign --data ./archive signatures.csv"))
            .With(data, CommonOptions.Json(), file)
            .Does(async (parsed, context, cancellationToken) =>
            {
                var bytes = await File.ReadAllBytesAsync(parsed.GetRequiredValue(file), cancellationToken);
                await using var session = await ArchiveSession.OpenToWriteAsync(new(parsed.GetRequiredValue(data)), context, cancellationToken);
                var desk = session.Get<RegisterDesk>();
                var before = desk.Read();
                var signatures = SignatureFile.Read(bytes, before);
                var after = await desk.SignAsync(signatures, ArchiveSession.Owner, cancellationToken);
                var added = after.Notices.Sum(n => after.CountSigned(n.Version)) - before.Notices.Sum(n => before.CountSigned(n.Version));
                if (context.Json)
                {
                    context.WriteJson(new { read = signatures.Count, added });
                }
                else
                {
                    context.Out.WriteLine($"Read {signatures.Count:N0} signatures; {added:N0} are new.");
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
