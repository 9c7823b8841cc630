using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack.Export;

/// <summary>Imports an export zip, day file by day file in order of their names. The cursor is the entry and the number of its elements
/// that are done, with the identity of the archive, so that another file under the same name is read from its start.</summary>
public sealed partial class SlackExportConnector(SlackExportOptions options) : IChatConnector
{
    private const string Part = "position";
    private const string End = "end";
    private const int ElementsPerPage = 500;

    public string Source => options.Source;

    public string Platform => "slack";

    public Provenance Provenance => Provenance.Imported;

    private string FileName => Path.GetFileName(options.Path);

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var archive = ExportArchive.Open(options.Path, options.MaxEntryBytes);
        var (doneEntry, doneElements) = Parse(cursor.Find(Part), archive.Identity);
        if (doneEntry == End)
        {
            yield break;
        }

        var index = await ReadIndexAsync(archive, cancellationToken);
        var mapper = new SlackMessageMapper(index.Directory);
        foreach (var entry in archive.Entries.Where(e => DayFile().IsMatch(e.FullName)))
        {
            var order = string.CompareOrdinal(entry.FullName, doneEntry);
            if (order < 0)
            {
                continue;
            }

            var conversation = index.Of(entry.FullName[..entry.FullName.LastIndexOf('/')]);
            await foreach (var page in ReadDayAsync(archive, entry, order == 0 ? doneElements : 0, mapper, conversation, cancellationToken))
            {
                yield return page;
            }
        }

        yield return new SourcePage([], Position(archive, End, 0));
    }

    [GeneratedRegex(@"/\d{4}-\d{2}-\d{2}\.json$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DayFile();

    private static (string? Entry, long Elements) Parse(string? position, string identity) =>
        position?.Split('|', 3) is [var archive, var count, var entry] && archive == identity && long.TryParse(count, out var elements)
            ? (entry, elements) : (null, 0);

    private static Dictionary<string, string?> Position(ExportArchive archive, string entry, long elements) =>
        new(StringComparer.Ordinal) { [Part] = $"{archive.Identity}|{elements}|{entry}" };

    private static IReadOnlyList<SourceItem> Map(JsonElement element, SlackMessageMapper mapper, Conversation conversation)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element).ToArray();
        var clean = ExportTokens.Remove(raw);
        var safe = ReferenceEquals(raw, clean) ? element : JsonDocument.Parse(clean).RootElement;
        return [.. mapper.Map(safe, conversation).Select(WithAttachments)];
    }

    /// <summary>An export holds links, no contents: they are listed with that reason.</summary>
    private static SourceItem WithAttachments(MappedItem item) => item.Item.Message is null || item.Files.Count == 0
        ? item.Item
        : item.Item with { Message = item.Item.Message with { Attachments = [.. item.Files.Select(Describe)] } };

    private static Attachment Describe(SlackFile file) =>
        SlackFiles.WithoutFetching(file, int.MaxValue)
        ?? SlackFiles.Describe(file, AttachmentState.NotTaken, "An export holds a link to the file, not the file.");

    private async Task<ExportIndex> ReadIndexAsync(ExportArchive archive, CancellationToken cancellationToken)
    {
        ExportIndex index;
        try
        {
            index = await ExportIndex.ReadAsync(archive, options.OwnTeams, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw ExportArchive.Failure(FileName, "one of its lists of users or channels is damaged; download the export again", e);
        }

        return index.IsExport
            ? index
            : throw ExportArchive.Failure(FileName, "it is a zip file, but not an export of Slack: it holds no users.json, channels.json, groups.json, dms.json or mpims.json");
    }

    private static async IAsyncEnumerable<SourcePage> ReadDayAsync(
        ExportArchive archive,
        ZipArchiveEntry entry,
        long done,
        SlackMessageMapper mapper,
        Conversation conversation,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = new List<SourceItem>();
        long number = 0;
        await using var elements = ExportIndex.ElementsAsync(archive, entry, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await elements.MoveNextAsync())
                {
                    break;
                }
            }
            catch (Exception e) when (e is JsonException or InvalidDataException)
            {
                items.Add(new SourceItem(
                    $"entry:{entry.FullName}:{number}", ReadOnlyMemory<byte>.Empty, null,
                    $"{entry.FullName} cannot be read after its element {number}: {(e is JsonException ? "it is not complete JSON" : e.Message.TrimEnd('.'))}."));
                break;
            }

            number++;
            if (number <= done)
            {
                continue;
            }

            items.AddRange(Map(elements.Current, mapper, conversation));
            if (number % ElementsPerPage == 0)
            {
                yield return new SourcePage(items, Position(archive, entry.FullName, number));
                items = [];
            }
        }

        // The day is done: the next element that could be asked for is behind its last.
        yield return new SourcePage(items, Position(archive, entry.FullName, long.MaxValue));
    }
}
