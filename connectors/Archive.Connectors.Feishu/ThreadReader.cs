using System.Globalization;
using System.Runtime.CompilerServices;
using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Feishu;

/// <summary>The threads of one chat, each newest message first down to what is known. A chat's history shows only how a thread begins, and the platform has
/// no time filter for what follows.</summary>
internal sealed partial class ThreadReader(FeishuSession session, ChatReader chat, string chatId)
{
    // Threads are small; a page of items each would cost a transaction each.
    private const int ItemsPerPage = 200;
    private const int ThreadsPerPage = 25;

    /// <param name="named">Threads that events have named. They are due whatever is known of them.</param>
    public async IAsyncEnumerable<SourcePage> ReadAsync(
        FeishuState state, FeishuPosition position, IReadOnlyCollection<string> named, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = new List<FeishuItem>();
        var marks = new Dictionary<string, ThreadMark>(StringComparer.Ordinal);
        var verdicts = new ThreadVerdicts();
        string? through = null;
        var hinted = state.HintedThreads(chatId);
        var unknown = state.Unknown(chatId, named.Concat(hinted.Keys));
        foreach (var (id, mark) in state.ThreadsOf(chatId).Concat(unknown).OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            if (string.CompareOrdinal(id, position.Thread) <= 0 || !(named.Contains(id) || hinted.ContainsKey(id) || state.IsDenied(chatId, id) || mark.IsDue(position, session.Options)))
            {
                continue;
            }

            through = id;
            var (newest, refusal) = await AddAsync(items, id, mark, position, cancellationToken);

            // An event is evidence of nothing: a thread that it alone has named is remembered once the platform shows something in it.
            if (newest > 0 || !unknown.ContainsKey(id))
            {
                if ((refusal is null ? Next(mark, newest, position) : NextRefused(mark, position)) is { } moved)
                {
                    marks[id] = moved;
                }

                // Whose first message is deleted or recalled is gone for good; anything else keeps something back.
                var reason = refusal is { ReasonOfItem: null } ? refusal.Code.ToString(CultureInfo.InvariantCulture) : null;
                if (reason is not null || state.IsDenied(chatId, id))
                {
                    verdicts.Denied[id] = reason;
                }
            }

            // Due until a run has looked that began when everything said before the event had time to show itself.
            if (named.Contains(id))
            {
                verdicts.Hinted[id] = position.Started;
            }
            else if (hinted.TryGetValue(id, out var since) && position.Started - since >= session.Options.Overlap)
            {
                verdicts.Hinted[id] = null;
            }

            if (items.Count >= ItemsPerPage || marks.Count + verdicts.Count >= ThreadsPerPage)
            {
                await foreach (var page in session.EmitAsync(items, state.Move(position with { Thread = id }, chatId, marks, verdicts), cancellationToken))
                {
                    yield return page;
                }

                (items, marks, verdicts) = ([], new(StringComparer.Ordinal), new ThreadVerdicts());
            }
        }

        if (items.Count > 0 || marks.Count > 0 || verdicts.Count > 0)
        {
            // With its place, although only the end of the chat follows: a run that is killed in between would hand out edits and recalls once more.
            await foreach (var page in session.EmitAsync(items, state.Move(position with { Thread = through }, chatId, marks, verdicts), cancellationToken))
            {
                yield return page;
            }
        }
    }

    /// <summary>Null where nothing needs to be remembered.</summary>
    private ThreadMark? Next(ThreadMark mark, long newest, FeishuPosition position)
    {
        // A thread that answered with nothing was looked at all the same: it counts as begun long ago.
        var last = Math.Max(position.Settled(newest, session.Options.Overlap), Math.Max(mark.Last, 1));
        var next = new ThreadMark(last, position.Started.ToUnixTimeMilliseconds());
        return next.Last != mark.Last || mark.IsSilent(position, session.Options) ? next : null;
    }

    /// <summary>Nothing more counts as read, but as looked at: one that was never read is due with the next deep run and not with each.</summary>
    private static ThreadMark? NextRefused(ThreadMark mark, FeishuPosition position) =>
        mark with { Looked = position.Started.ToUnixTimeMilliseconds() } is var next && next != mark ? next : null;

    /// <returns>Time of the newest message, in milliseconds, and why the platform shows no (more) of it.</returns>
    private async Task<(long Newest, FeishuApiException? Refusal)> AddAsync(
        List<FeishuItem> items, string thread, ThreadMark mark, FeishuPosition position, CancellationToken cancellationToken)
    {
        long? known = mark.IsUnread ? null : mark.Last;
        var stop = known is { } last ? Math.Min(FeishuTime.Back(last, session.Options.Overlap), chat.WindowOf(position)) : -1;
        long newest = 0;
        (string, string?)[] arguments =
        [
            ("container_id_type", "thread"), ("container_id", thread), ("sort_type", "ByCreateTimeDesc"), ("page_size", session.Options.PageSize.ToString()),
        ];
        await using var answers = session.PagesAsync(ChatReader.Method, ChatReader.Method, arguments, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await answers.MoveNextAsync())
                {
                    return (newest, null);
                }
            }
            catch (FeishuApiException e) when (e is { BotIsOut: false, IsDenied: false, ScopeIsMissing: false })
            {
                Log.ThreadIsRefused(session.Logger, session.Options.Source, chatId, e.Code);
                return (newest, e);
            }

            FeishuElement[] elements = [.. answers.Current.Items().Select(FeishuElement.Of)];
            if (elements.Any(e => e.Message?.ChatId is { Length: > 0 } other && other != chatId))
            {
                // Only a hint can say so; whose eyes its messages were for, this chat does not tell.
                Log.ThreadIsElsewhere(session.Logger, session.Options.Source, chatId);
                return (newest, null);
            }

            newest = Math.Max(newest, elements.Max(e => e.Message?.CreateTime) ?? 0);
            items.AddRange(await chat.MapAsync(elements, known, cancellationToken));
            if (elements.Min(e => e.Message?.CreateTime) < stop)
            {
                return (newest, null);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1145, Level = LogLevel.Warning, Message = "{Source}: a thread of chat {Chat} cannot be read, the platform says {Code}.")]
        public static partial void ThreadIsRefused(ILogger logger, string source, string chat, int code);

        [LoggerMessage(EventId = 1150, Level = LogLevel.Warning, Message = "{Source}: a thread that was named as one of chat {Chat} is of another chat; it is not read.")]
        public static partial void ThreadIsElsewhere(ILogger logger, string source, string chat);
    }
}
