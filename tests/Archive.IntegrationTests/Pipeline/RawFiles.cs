using Archive.Storage;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>Looks for byte runs in every file of a data folder that holds records, keys, index or their write-ahead logs.</summary>
internal static class RawFiles
{
    /// <returns>"file: hexadecimal run" for each run that was found.</returns>
    public static IReadOnlyList<string> Find(DataFolder folder, IReadOnlyCollection<byte[]> runs)
    {
        var found = new List<string>();
        foreach (var path in Directory.GetFiles(folder.Path, "*.db*").Order(StringComparer.Ordinal))
        {
            var bytes = Read(path);
            found.AddRange(runs.Where(run => bytes.AsSpan().IndexOf(run) >= 0).Select(run => $"{Path.GetFileName(path)}: {Convert.ToHexString(run)}"));
        }

        return found;
    }

    private static byte[] Read(string path)
    {
        // The archive may have it open.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
