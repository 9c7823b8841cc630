using System.Diagnostics;

namespace Archive.IntegrationTests;

/// <summary>The scripts in shared/servers of a folder above, which start real servers for tests.</summary>
internal static class ServerScript
{
    /// <returns>Null where there is none.</returns>
    public static string? Find(string server, string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "servers", server, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    public static async Task<(int Exit, string Output)> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        // A file, not a pipe: the server would keep a pipe open.
        var log = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "\"$0\" \"$@\" > \"$ARCHIVE_LOG\" 2>&1", program, .. arguments])
            {
                Environment = { ["ARCHIVE_LOG"] = log },
            })!;
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await File.ReadAllTextAsync(log, CancellationToken.None));
        }
        finally
        {
            File.Delete(log);
        }
    }
}
