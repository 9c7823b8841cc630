using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Archive.Core.Connectors;
using Archive.Core.Messages;

namespace Archive.Connectors.Http;

/// <summary>Fetches the files of mapped items and hands the items out in pages.</summary>
/// <param name="key">Tells whether two mentions of a file are the same one within a page.</param>
/// <param name="take">Fetches one, or says why not.</param>
/// <param name="selection">Of which items the files are fetched; null for all.</param>
/// <param name="patience">With a file that could not be fetched for now; null where <paramref name="take"/> sees to that itself.</param>
public sealed class ItemPages<TFile>(
    Func<TFile, string> key, Func<TFile, CancellationToken, Task<(Attachment Attachment, FileBytes? File)>> take, FileSelection<TFile>? selection = null,
    FilePatience<TFile>? patience = null)
{
    // Keeps a page of messages with large files from holding them all at once.
    private const long FileBytesPerPage = 32 * 1024 * 1024;

    private static readonly IReadOnlyDictionary<string, string?> NoChanges = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The last page carries the changes that make all of the items done.</summary>
    /// <exception cref="ConnectorException">A file could not be fetched for now, and the page waits for it: the page before says so to the next run.</exception>
    public IAsyncEnumerable<SourcePage> EmitAsync(
        IEnumerable<MappedItem<TFile>> items, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken) =>
        EmitAsync(items, changes, selection, null, cancellationToken);

    /// <summary>What was mapped of kept bytes, all at once. No cursor is saved, so nothing is held back for a file here: whoever keeps the bytes is told of one that
    /// could not be fetched for now, and can keep them on.</summary>
    /// <param name="asked">Says whether the files are wanted.</param>
    /// <param name="describe">What is known of a file without fetching it.</param>
    /// <param name="conversation">Where the bytes belong; null when that is not known.</param>
    /// <exception cref="ConnectorException">The platform lets nothing be fetched.</exception>
    public async Task<RawReading> ReadAgainAsync(
        IEnumerable<MappedItem<TFile>> items, RawItem asked, Func<TFile, Attachment> describe, string? conversation, CancellationToken cancellationToken)
    {
        var read = new List<SourceItem>();
        string? notReady = null;
        await foreach (var page in EmitAsync(items, NoChanges, asked.Over(describe), why => notReady ??= why, cancellationToken))
        {
            read.AddRange(page.Items);
        }

        return new RawReading(read, ConversationId: conversation) { FilesNotReady = notReady };
    }

    /// <param name="notReady">Told why, of each file that could not be fetched for now and that nothing waits for.</param>
    private async IAsyncEnumerable<SourcePage> EmitAsync(
        IEnumerable<MappedItem<TFile>> items, IReadOnlyDictionary<string, string?> changes, FileSelection<TFile>? chosen, Action<string>? notReady,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<MappedItem<TFile>> all = [.. items];
        var ids = all.Select(item => item.Item.NativeId).ToHashSet(StringComparer.Ordinal);
        var ready = new List<SourceItem>();
        var taken = new Dictionary<string, (Attachment Attachment, FileBytes? File)>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (var item in all)
        {
            if (item.Files.Count == 0 || item.Item.Message is null)
            {
                ready.Add(item.Item);
                continue;
            }

            if (chosen?.Takes(item.Item) == false)
            {
                ready.Add(item.Item with { Message = item.Item.Message with { Attachments = [.. item.Files.Select(chosen.Describe)] } });
                continue;
            }

            var (withFiles, added, failure) = await TakeFilesAsync(item, taken, ids, notReady, cancellationToken);
            if (failure is not null)
            {
                yield return new SourcePage([], failure.Value.Held);
                ExceptionDispatchInfo.Throw(failure.Value.Cause); // from where it happened
            }

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

        yield return new SourcePage(ready, patience?.Done(changes, ids) ?? changes);
    }

    private async Task<(SourceItem Item, long Bytes, (Dictionary<string, string?> Held, ConnectorException Cause)? Failure)> TakeFilesAsync(
        MappedItem<TFile> item, Dictionary<string, (Attachment Attachment, FileBytes? File)> taken, HashSet<string> ids, Action<string>? notReady,
        CancellationToken cancellationToken)
    {
        var attachments = new List<Attachment>(item.Files.Count);
        var contents = new Dictionary<string, FileBytes>(StringComparer.Ordinal);
        long added = 0;
        foreach (var file in item.Files)
        {
            // The same file comes with each version of an edited message and with a broadcast reply.
            var id = key(file);
            if (!taken.TryGetValue(id, out var result))
            {
                try
                {
                    result = await take(file, cancellationToken);
                }
                catch (ConnectorException e) when (patience is not null && e.Kind is ConnectorFailure.Transient)
                {
                    if (patience.Hold(item.Item.NativeId, ids) is { } held)
                    {
                        return (item.Item, 0, (held, e));
                    }

                    result = (patience.GiveUp(file), null);
                    notReady?.Invoke(FilePatience<TFile>.NoAnswer);
                }

                taken[id] = result;
                added += result.File?.Length ?? 0;
            }

            attachments.Add(result.Attachment);
            if (result.File is { } content)
            {
                contents[result.Attachment.Id] = content;
            }
        }

        return (item.Item with
        {
            Message = item.Item.Message! with { Attachments = attachments }, // items without a message do not get here
            Files = contents.Count == 0 ? null : contents,
        }, added, null);
    }
}
