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
                ArchiveJobStorage.Prepare(ArchiveConfiguration.Read(folder));
                ArchiveUsers.Upgrade(folder);
                if (context.Json)
                {
                    context.WriteJson(new { data = folder.Path, upToDate = true });
                }
                else
                {
                    Console.Out.WriteLine($"The archive in {folder.Path} is up to date. Keep a copy of {folder.MasterKey} apart from it: without that key nothing can be read.");
                }

                return ExitCodes.Done;
            });
    }
}
