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

    public async IAsyncEnumerable<SourcePage> ReadAsync(
        FeishuState state, FeishuPosition position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = new List<FeishuItem>();
        var marks = new Dictionary<string, ThreadMark>(StringComparer.Ordinal);
        string? through = null;
        foreach (var (id, mark) in state.ThreadsOf(chatId))
        {
            if (string.CompareOrdinal(id, position.Thread) <= 0 || !mark.IsDue(position, session.Options))
            {
                continue;
            }

            through = id;
            var newest = await AddAsync(items, id, mark, position, cancellationToken);
            if (Next(mark, newest, position) is { } moved)
            {
                marks[id] = moved;
            }

            if (items.Count >= ItemsPerPage || marks.Count >= ThreadsPerPage)
            {
                await foreach (var page in session.EmitAsync(items, state.Move(position with { Thread = id }, chatId, marks), cancellationToken))
                {
                    yield return page;
                }

                (items, marks) = ([], new(StringComparer.Ordinal));
            }
        }

        if (items.Count > 0 || marks.Count > 0)
        {
            // With its place, although only the end of the chat follows: a run that is killed in between would hand out edits and recalls once more.
            await foreach (var page in session.EmitAsync(items, state.Move(position with { Thread = through }, chatId, marks), cancellationToken))
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

    /// <returns>Time of the newest message, in milliseconds.</returns>
    private async Task<long> AddAsync(
        List<FeishuItem> items, string thread, ThreadMark mark, FeishuPosition position, CancellationToken cancellationToken)
    {
        long? known = mark.IsUnread ? null : mark.Last;
        var stop = known is { } last ? Math.Min(FeishuTime.Back(last, session.Options.Overlap), chat.WindowOf(position)) : -1;
        long newest = 0;
        (string, string?)[] arguments =
        [
            ("container_id_type", "thread"), ("container_id", thread), ("sort_type", "ByCreateTimeDesc"), ("page_size", session.Options.PageSize.ToString()),
        ];
        try
        {
            await foreach (var answer in session.PagesAsync(ChatReader.Method, ChatReader.Method, arguments, cancellationToken))
            {
                FeishuElement[] elements = [.. answer.Items().Select(FeishuElement.Of)];
                newest = Math.Max(newest, elements.Max(e => e.Message?.CreateTime) ?? 0);
                items.AddRange(await chat.MapAsync(elements, known, cancellationToken));
                if (elements.Min(e => e.Message?.CreateTime) < stop)
                {
                    break;
                }
            }
        }
        catch (FeishuApiException e) when (e.ReasonOfItem is not null || e.PageIsGone)
        {
            // Its first page was refused: the thread's own id is no longer good.
            Log.ThreadIsGone(session.Logger, session.Options.Source, chatId, e.Code);
        }

        return newest;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1145, Level = LogLevel.Warning, Message = "{Source}: a thread of chat {Chat} was skipped, the platform says {Code}.")]
        public static partial void ThreadIsGone(ILogger logger, string source, string chat, int code);
    }
}
