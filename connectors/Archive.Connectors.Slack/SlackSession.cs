using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Connectors.Slack.Directory;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Slack;

/// <summary>What the plans of one run share: calls with paging, the directory, and pages of items with their files.</summary>
internal sealed class SlackSession(SlackApi api, SlackFiles files, SlackDirectory directory, SlackOptions options, ILogger logger)
{
    // The platform's offsets may stand still once for a repeated boundary message; a standstill that lasts would never end.
    private const int MostStandstills = 3;

    // Keeps a page of messages with large files from holding them all at once.
    private const long FileBytesPerPage = 32 * 1024 * 1024;

    private readonly SlackMessageMapper _mapper = new(directory);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public SlackDirectory Directory => directory;

    public SlackOptions Options => options;

    public ILogger Logger => logger;

    public Task<SlackAnswer> CallAsync(
        string method, IReadOnlyList<(string Name, string? Value)> arguments, CancellationToken cancellationToken) =>
        api.CallAsync(method, arguments, cancellationToken);

    /// <summary>All pages of a listing.</summary>
    /// <param name="next">The argument that takes what the answer gives as continuation: offset, cursor or latest.</param>
    public async IAsyncEnumerable<SlackAnswer> PagesAsync(
        string method, string next, IReadOnlyList<(string Name, string? Value)> arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? at = null;
        var still = 0;
        var restarted = false;
        do
        {
            SlackAnswer answer;
            try
            {
                answer = await CallAsync(method, at is null ? arguments : [.. arguments.Where(a => a.Name != next), (next, at)], cancellationToken);
            }
            catch (SlackApiException e) when (e.CursorExpired && at is not null && !restarted)
            {
                restarted = true;
                at = null;
                continue;
            }

            yield return answer;
            still = CountStandstill(method, at, answer.Next, still);
            at = answer.Next;
        }
        while (at is not null);
    }

    /// <exception cref="ConnectorException">Transient: the continuation has not moved for several pages.</exception>
    public static int CountStandstill(string method, string? at, string? next, int before)
    {
        var still = next is not null && next == at ? before + 1 : 0;
        return still <= MostStandstills
            ? still
            : throw new ConnectorException(ConnectorFailure.Transient, $"{method} keeps giving the same continuation. It is tried again with the next run.");
    }

    /// <summary>Looks up accounts that the directory does not list: guests and people of other organisations. Each once a run.</summary>
    public async Task LearnAsync(IEnumerable<string> accounts, CancellationToken cancellationToken)
    {
        foreach (var id in accounts)
        {
            if (id == SlackDirectory.PlatformAccount || directory.Knows(id) || !_asked.Add(id))
            {
                continue;
            }

            try
            {
                var method = options.Api == SlackApiKind.Discovery ? "discovery.user.info" : "users.info";
                var answer = await CallAsync(method, [("user", id)], cancellationToken);
                if (answer.Root.TryGetProperty("user", out var user) && user.Deserialize(SlackJson.Default.SlackUser) is { } known)
                {
                    directory.Add(known);
                }
            }
            catch (SlackApiException e) when (e.ItemIsGone)
            {
                // Stays what the message itself says of it.
            }
        }
    }

    /// <summary>The items of a page of messages.</summary>
    public async Task<List<MappedItem>> MapAsync(
        IReadOnlyCollection<JsonElement> elements, Conversation conversation, CancellationToken cancellationToken)
    {
        await LearnAsync(elements.SelectMany(SlackMessageMapper.AccountsIn).ToArray(), cancellationToken);
        var items = new List<MappedItem>(elements.Count);
        foreach (var element in elements)
        {
            items.AddRange(_mapper.Map(element, conversation));
        }

        return items;
    }

    /// <summary>Fetches the files and hands the items out; the last page carries the changes that make all of them done.</summary>
    public async IAsyncEnumerable<SourcePage> EmitAsync(
        List<MappedItem> items, Dictionary<string, string?> changes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ready = new List<SourceItem>(items.Count);
        var taken = new Dictionary<string, (Attachment Attachment, byte[]? Bytes)>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (var item in items)
        {
            if (item.Files.Count == 0 || item.Item.Message is null)
            {
                ready.Add(item.Item);
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

    public static IReadOnlyDictionary<string, string?> NoChanges { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    private async Task<(SourceItem Item, long Bytes)> TakeFilesAsync(
        MappedItem item, Dictionary<string, (Attachment Attachment, byte[]? Bytes)> taken, CancellationToken cancellationToken)
    {
        var attachments = new List<Attachment>(item.Files.Count);
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        long added = 0;
        foreach (var file in item.Files)
        {
            // The same file comes with each version of an edited message and with a broadcast reply.
            var key = $"{file.Id}|{file.UrlPrivateDownload ?? file.UrlPrivate}";
            if (!taken.TryGetValue(key, out var result))
            {
                result = await files.TakeAsync(file, cancellationToken);
                taken[key] = result;
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
