using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Archive.Core.Connectors;

namespace Archive.Connectors.Slack.Export;

/// <summary>The zip file, distrusted: nothing is ever unpacked to disk, entries with names that lead elsewhere are refused, and every entry
/// is read through a limit on its real size.</summary>
internal sealed class ExportArchive : IDisposable
{
    // Seven years of a thousand channels.
    private const int MostEntries = 3_000_000;
    private const int HashDigits = 32;

    private readonly ZipArchive _zip;
    private readonly long _maxEntryBytes;

    private ExportArchive(ZipArchive zip, long maxEntryBytes)
    {
        _zip = zip;
        _maxEntryBytes = maxEntryBytes;
        Entries = [.. zip.Entries.Where(e => !e.FullName.EndsWith('/')).OrderBy(e => e.FullName, StringComparer.Ordinal)];
        Identity = Identify(Entries);
    }

    /// <summary>In order of name, folders left out.</summary>
    public IReadOnlyList<ZipArchiveEntry> Entries { get; }

    /// <summary>Tells this file from another one under the same name: a hash of names, sizes and checksums.</summary>
    public string Identity { get; }

    /// <exception cref="ConnectorException">Permanent: it is not there, not a zip file, or not safe.</exception>
    public static ExportArchive Open(string path, long maxEntryBytes)
    {
        var name = Path.GetFileName(path);
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            if (zip.Entries.Count > MostEntries)
            {
                throw Failure(name, $"it holds more than {MostEntries} entries");
            }

            if (zip.Entries.FirstOrDefault(e => !IsSafe(e.FullName)) is not null)
            {
                throw Failure(name, "an entry's name leads out of the archive, so it was not written by the platform");
            }

            var archive = new ExportArchive(zip, maxEntryBytes);
            zip = null;
            return archive;
        }
        catch (InvalidDataException e)
        {
            throw Failure(name, "it is not a complete zip file; download the export again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Failure(name, e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : "it cannot be opened; check its permissions", e);
        }
        finally
        {
            zip?.Dispose();
        }
    }

    /// <exception cref="InvalidDataException">While reading: the entry is damaged, encrypted, or larger than allowed.</exception>
    public Stream Read(ZipArchiveEntry entry) => new BoundedStream(entry.Open(), _maxEntryBytes);

    public void Dispose() => _zip.Dispose();

    public static ConnectorException Failure(string file, string what, Exception? inner = null) =>
        new(ConnectorFailure.Permanent, $"Export file {file}: {what}.", inner);

    private static bool IsSafe(string name) =>
        name.Length > 0 && name[0] != '/' && name.IndexOfAny(['\\', '\0', ':']) is var at && (at < 0 || name[at] == ':' && at > 1)
        && !name.Split('/').Contains("..");

    private static string Identify(IEnumerable<ZipArchiveEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{entry.FullName}\n{entry.Length}\n{entry.Crc32}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HashDigits];
    }
}
