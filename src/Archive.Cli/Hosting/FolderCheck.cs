using System.Text.Json;
using Archive.Cli.CommandLine;
using Archive.Storage;
using Archive.Web.Hosting;

namespace Archive.Cli.Hosting;

/// <summary>Looks at a data folder before anything is opened, so that a mistake gets an answer and not a new archive.</summary>
internal static class FolderCheck
{
    public static void RequireFolder(DataFolder folder)
    {
        if (!Directory.Exists(folder.Path))
        {
            throw new CliException(
                ExitCodes.Failed,
                $"The data folder {folder.Path} does not exist. Check --data, or make an archive with 'archive migrate --data {folder.Path}'.");
        }
    }

    public static void RequireArchive(DataFolder folder, IConfiguration configuration)
    {
        var required = ArchiveStore.RequiredFile(folder, configuration);
        if (!File.Exists(required))
        {
            throw new CliException(
                ExitCodes.Failed,
                $"There is no archive in {folder.Path}: {Path.GetFileName(required)} is missing. Check --data, or make one with 'archive migrate --data {folder.Path}'.");
        }
    }

    /// <summary>Says line and column of a mistake in archive.json, which the configuration reader does not.</summary>
    public static void CheckSettings(DataFolder folder)
    {
        if (!File.Exists(folder.Settings))
        {
            return;
        }

        try
        {
            using var settings = JsonDocument.Parse(
                File.ReadAllBytes(folder.Settings), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (settings.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new CliException(ExitCodes.Unreadable, $"{folder.Settings} must hold one JSON object, {{ \"Archive\": {{ … }} }}.");
            }
        }
        catch (JsonException e)
        {
            throw new CliException(
                ExitCodes.Unreadable,
                $"{folder.Settings} is not valid JSON: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}. Correct it and start again.",
                e);
        }
    }
}
