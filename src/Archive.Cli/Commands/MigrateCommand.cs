using System.CommandLine;
using Archive.Cli.CommandLine;
using Archive.Cli.Hosting;
using Archive.Web.Auth;
using Archive.Web.Hosting;

namespace Archive.Cli.Commands;

/// <summary>Makes the archive where it is new and brings its files to the schema of this version.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        return new Command(
                "migrate",
                "Make a new archive, or bring an older one to the schema of this version. Running it again does nothing.".WithExamples("migrate --data ./archive"))
            .With(data, CommonOptions.Json())
            .Does(async (parsed, context, cancellationToken) =>
            {
                var folder = new Storage.DataFolder(parsed.GetRequiredValue(data));
                await using var session = await ArchiveSession.OpenToWriteAsync(folder, context, cancellationToken, mayBeNew: true);
                var configuration = ArchiveConfiguration.Read(folder);
                ArchiveJobStorage.Prepare(configuration);
                var accountsMoved = await ArchiveUsers.PrepareAsync(folder, configuration, cancellationToken);
                if (context.Json)
                {
                    context.WriteJson(new { data = folder.Path, upToDate = true, accountsMoved });
                }
                else
                {
                    if (accountsMoved > 0)
                    {
                        Console.Out.WriteLine($"{accountsMoved} accounts of {folder.Users} are in the database now. The file is kept as {folder.Users}.moved; delete it when you have signed in.");
                    }

                    Console.Out.WriteLine($"The archive in {folder.Path} is up to date. Keep a copy of {folder.MasterKey} apart from it: without that key nothing can be read.");
                }

                return ExitCodes.Done;
            });
    }
}
