using System.Runtime.CompilerServices;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Http;

/// <summary>Fetches the files of mapped items and hands the items out in pages.</summary>
/// <param name="key">Tells whether two mentions of a file are the same one within a page.</param>
/// <param name="take">Fetches one, or says why not.</param>
/// <param name="selection">Of which items the files are fetched; null for all.</param>
public sealed class ItemPages<TFile>(
    Func<TFile, string> key, Func<TFile, CancellationToken, Task<(Attachment Attachment, byte[]? Bytes)>> take, FileSelection<TFile>? selection = null)
{
    // Keeps a page of messages with large files from holding them all at once.
    private const long FileBytesPerPage = 32 * 1024 * 1024;

    private static readonly IReadOnlyDictionary<string, string?> NoChanges = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The last page carries the changes that make all of the items done.</summary>
    public async IAsyncEnumerable<SourcePage> EmitAsync(
        IEnumerable<MappedItem<TFile>> items, IReadOnlyDictionary<string, string?> changes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ready = new List<SourceItem>();
        var taken = new Dictionary<string, (Attachment Attachment, byte[]? Bytes)>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (var item in items)
        {
            if (item.Files.Count == 0 || item.Item.Message is null)
            {
                ready.Add(item.Item);
                continue;
            }

            if (selection?.Takes(item.Item) == false)
            {
                ready.Add(item.Item with { Message = item.Item.Message with { Attachments = [.. item.Files.Select(selection.Describe)] } });
                continue;
            }

            var (withFiles, added) = await TakeFilesAsync(item, taken, cancellationToken);
            ready.Add(withFiles);
            bytes += added;
            if (bytes >= FileBytesPerPage)
            {
                yield return new SourcePage(ready, NoChanges);
                ready = [];
                taken.Clear();
                bytes = 0;
            }
        }

        yield return new SourcePage(ready, changes);
    }

    private async Task<(SourceItem Item, long Bytes)> TakeFilesAsync(
        MappedItem<TFile> item, Dictionary<string, (Attachment Attachment, byte[]? Bytes)> taken, CancellationToken cancellationToken)
    {
        var attachments = new List<Attachment>(item.Files.Count);
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        long added = 0;
        foreach (var file in item.Files)
        {
            // The same file comes with each version of an edited message and with a broadcast reply.
            var id = key(file);
            if (!taken.TryGetValue(id, out var result))
            {
                result = await take(file, cancellationToken);
                taken[id] = result;
                added += result.Bytes?.Length ?? 0;
            }

            attachments.Add(result.Attachment);
            if (result.Bytes is { } bytes)
            {
                contents[result.Attachment.Id] = bytes;
            }
        }

        return (item.Item with
        {
            Message = item.Item.Message! with { Attachments = attachments }, // items without a message do not get here
            Files = contents.Count == 0 ? null : contents,
        }, added);
    }
}
