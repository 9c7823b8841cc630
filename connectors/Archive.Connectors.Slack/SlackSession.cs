using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.Slack.Directory;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Slack;

/// <summary>What the plans of one run share: calls with paging, the directory, and pages of items with their files.</summary>
/// <param name="again">What a second read asks for; null for an ordinary one.</param>
internal sealed class SlackSession(
    SlackApi api, SlackFiles files, FilePatience<SlackFile> patience, PlatformClock clock, SlackDirectory directory, SlackOptions options, ILogger logger, SecondRead? again = null)
{
    private readonly SlackMessageMapper _mapper = new(directory);
    private readonly ItemPages<SlackFile> _pages = new(
        file => $"{file.Id}|{file.UrlPrivateDownload ?? file.UrlPrivate}", files.TakeAsync, again.Over<SlackFile>(files.Describe), patience);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public SlackDirectory Directory => directory;

    public SlackStaff Staff { get; } = new(options.DepartmentField, options.ManagerField);

    public SlackOptions Options => options;

    public ILogger Logger => logger;

    public PlatformClock Clock => clock;

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
        while (true)
        {
            SlackAnswer answer;
            try
            {
                answer = await CallAsync(method, at is null ? arguments : [.. arguments.Where(a => a.Name != next), (next, at)], cancellationToken);
            }
            catch (SlackApiException e) when (e.CursorExpired && at is not null && !restarted)
            {
                (restarted, at, still) = (true, null, 0);
                continue;
            }

            yield return answer;
            still = Standstill.Count(method, at, answer.Next, still);
            at = answer.Next;
            if (at is null)
            {
                yield break;
            }
        }
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
    public IAsyncEnumerable<SourcePage> EmitAsync(List<MappedItem> items, Dictionary<string, string?> changes, CancellationToken cancellationToken) =>
        _pages.EmitAsync(items.Select(item => item.Mapped), changes, cancellationToken);

    /// <summary>The items of kept bytes, with their files where they are wanted.</summary>
    public Task<RawReading> ReadAgainAsync(List<MappedItem> items, RawItem asked, string conversation, CancellationToken cancellationToken) =>
        _pages.ReadAgainAsync(items.Select(item => item.Mapped), asked, files.Describe, conversation, cancellationToken);
}
