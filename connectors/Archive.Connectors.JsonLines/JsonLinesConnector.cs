using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Archive.Core.Connectors;

namespace Archive.Connectors.JsonLines;

/// <summary>Imports a file of one JSON object a line: id, conversation, sender, time, text; plain or gzip. The cursor is the number of lines
/// that are done, with the beginning of the file's SHA-256, so that another file under the same name is read from its start.</summary>
/// <param name="source">Configured name of the source.</param>
public sealed class JsonLinesConnector(string source, string path) : IChatConnector, IRawItemSource
{
    private const string Part = "position";
    private const int LinesPerPage = 1_000;
    private const int HashDigits = 32;

    // A file of which nothing can be read after so many lines is another kind of file.
    private const int LinesBeforeGivingUp = 100;
    private const int FileBuffer = 256 * 1024;

    public string Source => source;

    public string Platform => "jsonlines";

    public Provenance Provenance => Provenance.Imported;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = Open();
        var hash = await HashAsync(file, cancellationToken);
        var (done, complete) = Parse(cursor.Find(Part), hash);
        if (complete)
        {
            yield break;
        }

        await using var stream = Decompress(file);
        var reader = new LineReader(stream);
        var parser = new LineParser();
        long number = 0;
        var readable = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var items = new List<SourceItem>(LinesPerPage);
            var more = ReadPage(reader, parser, items, ref number, done);
            readable |= items.Exists(i => i.Message is not null);
            if (!readable && items.Count > 0 && done == 0 && (!more || items.Count >= LinesBeforeGivingUp))
            {
                throw Failure($"none of the first {number} lines is a message; this is not a JSON Lines file of messages (first problem: {items[0].Unreadable})");
            }

            if (items.Count > 0 || !more)
            {
                yield return new SourcePage(items, new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    [Part] = more ? $"{hash}:{number}" : $"{hash}:{number}:end",
                });
            }

            if (!more)
            {
                yield break;
            }
        }
    }

    public IRawItemReader OpenRawItems() => new RawLines();

    /// <summary>Lines that are done are parsed too, up to the first one to give out: who has spoken before belongs to the conversations.</summary>
    private bool ReadPage(LineReader reader, LineParser parser, List<SourceItem> items, ref long number, long done)
    {
        parser.StartPage();
        try
        {
            // Pages start at the same lines whether or not the file was read in one go.
            for (var line = 0; line < LinesPerPage; line++)
            {
                if (!reader.TryRead(out var raw, out var tooLong))
                {
                    return false;
                }

                number++;
                if (raw.Span.Trim(" \t"u8).IsEmpty)
                {
                    continue;
                }

                var item = tooLong
                    ? LineParser.Unreadable(raw, number, $"longer than {LineReader.MaxLineBytes} bytes; its first {LineReader.KeptOfLongLine} are kept")
                    : parser.Parse(raw, number);
                if (number > done)
                {
                    items.Add(item);
                }
            }

            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Failure($"it cannot be read beyond line {number}: {(e is InvalidDataException ? "the compressed data is damaged" : "the disk reported an error")}", e);
        }
    }

    private static (long Done, bool Complete) Parse(string? position, string hash)
    {
        var parts = position?.Split(':');
        return parts is [var file, var line, ..] && file == hash && long.TryParse(line, out var done) ? (done, parts.Length > 2) : (0, false);
    }

    private static async Task<string> HashAsync(FileStream file, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken))[..HashDigits];
        file.Position = 0;
        return hash;
    }

    private static Stream Decompress(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileBuffer, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Failure(e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : "it cannot be opened; check its permissions", e);
        }
    }

    private ConnectorException Failure(string what, Exception? inner = null) =>
        new(ConnectorFailure.Permanent, $"Import file {Path.GetFileName(path)}: {what}.", inner);
}
