using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Connectors.Feishu.Wire;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <summary>One chat: its history from the mark, then its threads. The last page completes it.</summary>
internal sealed partial class ChatReader(FeishuSession session, FeishuChat chat, string id)
{
    public const string Method = "im/v1/messages";

    private readonly ChatOpening _opening = new(session, chat, id);
    private Conversation? _conversation;

    /// <param name="now">When this run began, or went on.</param>
    /// <param name="named">Threads that events have named; each is read, known or not.</param>
    /// <exception cref="FeishuApiException">230002: the bot is not in the chat (any more). 230027: the app may not read it.</exception>
    /// <exception cref="ChatDeniedException">It would look like a quiet one.</exception>
    public async IAsyncEnumerable<SourcePage> ReadAsync(
        FeishuState state, FeishuPosition position, DateTimeOffset now, IReadOnlyCollection<string> named, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mark = state.MarkOf(id);
        if (position.Deep || state.IsDenied(id))
        {
            await _opening.ReadDetailsAsync(cancellationToken); // a chat that hides what is said shows nothing else of it
        }

        var (still, restarts) = (0, 0);
        while (!position.InThreads)
        {
            var at = position.Next;
            var (answer, restarted) = await FetchAsync(position, Since(mark, position), cancellationToken);
            if (restarted)
            {
                (position, restarts) = (position with { Next = null, High = null }, FeishuSession.CountRestart(Method, restarts));
            }

            FeishuElement[] elements = [.. answer.Items().Select(FeishuElement.Of)];
            var high = elements.Max(e => e.Message?.CreateTime) is { } newest && !(position.High >= newest) ? newest : position.High;
            still = Standstill.Count(Method, restarted ? null : at, answer.Next, still);
            position = position with { Next = answer.Next, High = high, InThreads = answer.Next is null };

            var items = await MapAsync(elements, mark, cancellationToken);
            var threads = state.Unknown(id, elements.Select(e => e.Message?.ThreadId).Where(t => !string.IsNullOrEmpty(t)).OfType<string>());
            if (items.Count > 0 || threads.Count > 0 || answer.Next is not null)
            {
                await foreach (var page in session.EmitAsync(items, state.Move(position, id, threads), cancellationToken))
                {
                    yield return page;
                }
            }
        }

        await foreach (var page in new ThreadReader(session, this, id).ReadAsync(state, position, named, cancellationToken))
        {
            yield return page;
        }

        var gap = state.FindGap(now, id, isOut: false);
        if (state.Close(position, id, session.Options.Overlap) is { Count: > 0 } done)
        {
            yield return new SourcePage([], done) { Gap = gap };
        }
    }

    /// <summary>The items of a page that need handing out: all but what was stored with an earlier mark and has not changed since.</summary>
    /// <param name="mark">Up to here everything was handed out, in milliseconds.</param>
    public async Task<List<FeishuItem>> MapAsync(IEnumerable<FeishuElement> elements, long? mark, CancellationToken cancellationToken)
    {
        FeishuElement[] needed = [.. elements.Where(e => !(IsFixed(e) && e.Message?.CreateTime <= mark))];
        if (needed.Length == 0)
        {
            return [];
        }

        _conversation ??= await _opening.OpenAsync(cancellationToken);
        return await session.MapAsync(needed, _conversation, cancellationToken);
    }

    /// <summary>How far back the run looks for what may have changed, in milliseconds.</summary>
    public long WindowOf(FeishuPosition position) =>
        FeishuTime.Back(position.Started.ToUnixTimeMilliseconds(), position.LooksFar ? session.Options.DeepWindow : session.Options.RecentWindow);

    /// <summary>A vote changes without a mark of it: only its content tells.</summary>
    private static bool IsFixed(FeishuElement element) => element.IsAsSent && element.Message?.MsgType != "vote";

    private string? Since(long? mark, FeishuPosition position) =>
        mark is { } time ? FeishuTime.Seconds(Math.Min(FeishuTime.Back(time, session.Options.Overlap), WindowOf(position))) : null;

    private async Task<(FeishuAnswer Answer, bool Restarted)> FetchAsync(FeishuPosition position, string? since, CancellationToken cancellationToken)
    {
        (string, string?)[] arguments =
        [
            ("container_id_type", "chat"), ("container_id", id), ("start_time", since), ("sort_type", "ByCreateTimeAsc"),
            ("page_size", session.Options.PageSize.ToString()),
        ];
        try
        {
            return (await session.CallAsync(Method, Method, [.. arguments, ("page_token", position.Next)], cancellationToken), false);
        }
        catch (FeishuApiException e) when (e.PageIsGone && position.Next is not null)
        {
            Log.PageIsGone(session.Logger, session.Options.Source, id);
            return (await session.CallAsync(Method, Method, arguments, cancellationToken), true);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1143, Level = LogLevel.Information, Message = "{Source}: the continuation in chat {Chat} is no longer good; it is read again from its mark.")]
        public static partial void PageIsGone(ILogger logger, string source, string chat);
    }
}
