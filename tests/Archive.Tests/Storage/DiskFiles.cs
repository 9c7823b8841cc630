using Archive.Storage;

namespace Archive.Tests.Storage;

/// <summary>The bytes that stand in a folder while a program or a server works there.</summary>
internal static class DiskFiles
{
    /// <summary>Every file that is there when its turn comes: a log or a cache may be removed at any moment, and then its bytes are gone, too.</summary>
    public static IEnumerable<byte[]> Read(string folder, string pattern = "*") => Paths(folder, pattern).Select(TryRead).OfType<byte[]>();

    /// <summary>Looks for byte runs in every file of a data folder that holds records, keys, index or their write-ahead logs.</summary>
    /// <returns>"file: hexadecimal run" for each run that was found.</returns>
    public static IReadOnlyList<string> Find(DataFolder folder, IReadOnlyCollection<byte[]> runs)
    {
        var found = new List<string>();
        foreach (var path in Paths(folder.Path, "*.db*"))
        {
            if (TryRead(path) is { } bytes)
            {
                found.AddRange(runs.Where(run => bytes.AsSpan().IndexOf(run) >= 0).Select(run => $"{Path.GetFileName(path)}: {Convert.ToHexString(run)}"));
            }
        }

        return found;
    }

    /// <summary>A write-ahead log before the file into which its bytes may be moved meanwhile.</summary>
    private static IOrderedEnumerable<string> Paths(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).OrderDescending(StringComparer.Ordinal);

    private static byte[]? TryRead(string path)
    {
        try
        {
            // Whoever works there has it open.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
