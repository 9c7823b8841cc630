using System.Runtime.CompilerServices;
using Archive.Connectors.Feishu.Directory;
using Archive.Connectors.Feishu.Wire;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <summary>What the parts of one run share: calls with paging, people, and items with their files.</summary>
/// <param name="clock">Of the platform, see <see cref="PlatformClock"/>.</param>
/// <param name="again">What a second read asks for; null for an ordinary one.</param>
internal sealed partial class FeishuSession(
    FeishuApi api, FeishuFiles files, FilePatience<FeishuFile> patience, TimeProvider clock, FeishuOptions options, ILogger logger, SecondRead? again = null)
{
    // A walk whose continuation is refused each time would never end.
    private const int MostRestarts = 5;
    private const string OneMessage = "im/v1/messages/id";

    private readonly NameLookup _names = new(api, options, logger);
    private readonly ItemPages<FeishuFile> _pages = new(
        file => $"{file.MessageId}|{file.Key}|{file.Reason}", files.TakeAsync, again.Over<FeishuFile>(FeishuFiles.Describe), patience);

    public FeishuPeople People => _names.People;

    public FeishuOptions Options => options;

    public ILogger Logger => logger;

    /// <summary>Never ahead of the platform's.</summary>
    public TimeProvider Clock => clock;

    public Task<FeishuAnswer> CallAsync(
        string method, string path, IReadOnlyList<(string Name, string? Value)> arguments, CancellationToken cancellationToken) =>
        api.CallAsync(method, path, arguments, cancellationToken);

    /// <summary>All pages of a listing, from its beginning again when a continuation has expired.</summary>
    /// <exception cref="FeishuApiException">The listing itself was refused.</exception>
    public async IAsyncEnumerable<FeishuAnswer> PagesAsync(
        string method, string path, IReadOnlyList<(string Name, string? Value)> arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? at = null;
        var still = 0;
        var restarts = 0;
        while (true)
        {
            FeishuAnswer answer;
            try
            {
                answer = await CallAsync(method, path, [.. arguments, ("page_token", at)], cancellationToken);
            }
            catch (FeishuApiException e) when (e.PageIsGone && at is not null)
            {
                (restarts, at, still) = (CountRestart(method, restarts), null, 0);
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

    /// <exception cref="ConnectorException">Transient: the platform has refused its own continuation too often.</exception>
    public static int CountRestart(string method, int before) => before < MostRestarts
        ? before + 1
        : throw new ConnectorException(ConnectorFailure.Transient, $"{method} keeps refusing its own continuation. It is tried again with the next run.");

    /// <summary>Looks up those of whom too little is known.</summary>
    public Task LearnAsync(IEnumerable<string> accounts, CancellationToken cancellationToken) => _names.LearnAsync(accounts, cancellationToken);

    /// <summary>The items of a page of messages.</summary>
    public async Task<List<FeishuItem>> MapAsync(IReadOnlyCollection<FeishuElement> elements, Conversation conversation, CancellationToken cancellationToken)
    {
        var bundles = new Dictionary<FeishuElement, ForwardedBundle>();
        foreach (var element in elements.Where(e => e.Message is { MsgType: FeishuMessageMapper.Forwarded, Deleted: false, MessageId.Length: > 0 }))
        {
            bundles[element] = await ReadBundleAsync(element.Message!.MessageId!, cancellationToken); // filtered the line above
        }

        var told = elements.Select(e => e.Message).Concat(bundles.Values.SelectMany(b => b.Children));
        await _names.LearnAsync(told, cancellationToken);
        var mapper = new FeishuMessageMapper(People);
        return [.. elements.Select(e => mapper.Map(e, conversation, bundles.GetValueOrDefault(e)))];
    }

    /// <summary>The item of a bundle of which the bytes are at hand.</summary>
    public async Task<FeishuItem> MapAsync(FeishuElement element, Conversation conversation, ForwardedBundle bundle, CancellationToken cancellationToken)
    {
        await _names.LearnAsync([element.Message, .. bundle.Children], cancellationToken);
        return new FeishuMessageMapper(People).Map(element, conversation, bundle);
    }

    /// <summary>Fetches the files and hands the items out; the last page carries the changes that make all of them done.</summary>
    public IAsyncEnumerable<SourcePage> EmitAsync(
        IEnumerable<FeishuItem> items, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken) =>
        _pages.EmitAsync(items.Select(item => item.Mapped), changes, cancellationToken);

    /// <summary>The items of kept bytes, with their files where they are wanted.</summary>
    public Task<RawReading> ReadAgainAsync(IEnumerable<FeishuItem> items, RawItem asked, string conversation, CancellationToken cancellationToken) =>
        _pages.ReadAgainAsync(items.Select(item => item.Mapped), asked, FeishuFiles.Describe, conversation, cancellationToken);

    private async Task<ForwardedBundle> ReadBundleAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await CallAsync(OneMessage, $"im/v1/messages/{Uri.EscapeDataString(id)}", [], cancellationToken);
            return ForwardedBundle.Of(answer.Data, id);
        }
        catch (FeishuApiException e) when (e is { IsDenied: false, ScopeIsMissing: false })
        {
            Log.BundleIsGone(logger, options.Source, id, e.Code);
            return ForwardedBundle.Without(e.ReasonOfItem ?? $"The platform refused what the forwarded bundle holds with code {e.Code}.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1141, Level = LogLevel.Warning, Message = "{Source}: what the forwarded bundle {Message} holds is not available, the platform says {Code}.")]
        public static partial void BundleIsGone(ILogger logger, string source, string message, int code);
    }
}
