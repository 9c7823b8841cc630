using System.Runtime.CompilerServices;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Connectors.Slack.Text;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.Slack;

/// <summary>One conversation through the Web API. History holds no replies, so each thread that moved is read by itself.</summary>
internal sealed partial class WebConversation(SlackSession session, string id)
{
    // The documented maximum of history and replies.
    private const int MostPerPage = 999;

    // Threads are small; a page of items each would cost a transaction each.
    private const int ItemsPerThreadPage = 200;
    private const int ThreadsPerPage = 25;

    private string Limit => Math.Min(session.Options.PageSize, MostPerPage).ToString();

    /// <summary>The app is out of a conversation: of what was said there nothing is captured any more, and somebody has to know.</summary>
    public static SourcePage Leave(SlackState state, SlackPosition position, string conversation, DateTimeOffset now)
    {
        var gap = state.FindGap(conversation, now, isOut: true);
        return new SourcePage([], state.Leave(position, conversation, now)) { Gap = gap };
    }

    /// <param name="now">When this run began, or went on.</param>
    public async IAsyncEnumerable<SourcePage> ReadAsync(
        SlackState state, SlackPosition position, SlackChannel channel, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Conversation? conversation = null;
        var mark = state.MarkOf(id);
        var since = mark?.Back(session.Options.Overlap);
        var lookback = session.Options.ThreadLookback > session.Options.Overlap ? session.Options.ThreadLookback : session.Options.Overlap;
        var oldest = mark?.Back(lookback).ToString();
        var still = 0;
        while (true)
        {
            var (answer, restarted, isOut) = await FetchAsync(position, oldest, cancellationToken);
            position = restarted ? position with { Next = null, Thread = null, High = null } : position;
            if (answer is not { } page)
            {
                yield return isOut ? Leave(state, position.After(id), id, now) : new SourcePage([], state.Complete(position, id, null));
                yield break;
            }

            if (state.HasLeft(id))
            {
                var gap = state.FindGap(id, now, isOut: false);
                yield return new SourcePage([], state.Return(id)) { Gap = gap };
            }

            conversation ??= await OpenAsync(channel, cancellationToken);
            JsonElement[] elements = [.. page.List("messages")];
            var items = await session.MapAsync(elements, conversation, cancellationToken);
            var high = SlackConversations.Higher(SlackTimestamp.Find(position.High), items);
            still = Standstill.Count(page.Method, position.Next, page.Next, still);

            var threads = MovedThreads(elements, since, SlackTimestamp.Find(position.Thread));
            var after = position with { Next = page.Next, Thread = null, High = high?.ToString() };
            if (threads.Count > 0)
            {
                // Done only with its threads: until then a crash reads the page again.
                await foreach (var part in session.EmitAsync(items, [], cancellationToken))
                {
                    yield return part;
                }

                items = [];
                for (var i = 0; i < threads.Count; i++)
                {
                    await AddRepliesAsync(items, threads[i], since, conversation, cancellationToken);
                    if (i + 1 < threads.Count && (items.Count >= ItemsPerThreadPage || (i + 1) % ThreadsPerPage == 0))
                    {
                        await foreach (var part in session.EmitAsync(items, state.Move(position with { Thread = threads[i].ToString() }), cancellationToken))
                        {
                            yield return part;
                        }

                        items = [];
                    }
                }
            }

            var changes = page.Next is null ? state.Complete(after, id, high) : state.Move(after);
            await foreach (var part in session.EmitAsync(items, changes, cancellationToken))
            {
                yield return part;
            }

            if (page.Next is null)
            {
                yield break;
            }

            position = after;
        }
    }

    /// <summary>Newest first, down from the last one that was read before a crash.</summary>
    private static List<SlackTimestamp> MovedThreads(JsonElement[] elements, SlackTimestamp? since, SlackTimestamp? done)
    {
        var threads = new SortedSet<SlackTimestamp>();
        foreach (var element in elements)
        {
            var parent = Parent(element);
            if (parent?.ReplyCount is > 0 && SlackTimestamp.Find(parent.Ts) is { } ts && !(ts >= done)
                && (since is null || SlackTimestamp.Find(parent.LatestReply) is not { } latest || latest > since))
            {
                threads.Add(ts);
            }
        }

        return [.. threads.Reverse()];
    }

    /// <summary>Null for what cannot be read: it is already on its way to quarantine.</summary>
    private static SlackMessage? Parent(JsonElement element)
    {
        try
        {
            return element.Deserialize(SlackJson.Default.SlackMessage);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<(SlackAnswer? Answer, bool Restarted, bool IsOut)> FetchAsync(SlackPosition position, string? oldest, CancellationToken cancellationToken)
    {
        (string, string?)[] arguments = [("channel", id), ("oldest", oldest), ("limit", Limit)];
        try
        {
            return (await session.CallAsync("conversations.history", [.. arguments, ("cursor", position.Next)], cancellationToken), false, false);
        }
        catch (SlackApiException e) when (e.CursorExpired && position.Next is not null)
        {
            Log.CursorExpired(session.Logger, session.Options.Source, id);
            return (await session.CallAsync("conversations.history", arguments, cancellationToken), true, false);
        }
        catch (SlackApiException e) when (e.ItemIsGone)
        {
            Log.ConversationIsGone(session.Logger, session.Options.Source, id, e.Code);
            return (null, false, e.AppIsOut);
        }
    }

    /// <summary>Members and name.</summary>
    public async Task<Conversation> OpenAsync(SlackChannel channel, CancellationToken cancellationToken)
    {
        var members = new List<string>();
        try
        {
            await foreach (var answer in session.PagesAsync("conversations.members", "cursor", [("channel", id), ("limit", Limit)], cancellationToken))
            {
                members.AddRange(answer.List("members").Select(m => m.GetString()).OfType<string>());
            }
        }
        catch (SlackApiException e) when (e.ItemIsGone)
        {
            // Some kinds of conversation have no member list; the senders are known from the messages.
            Log.MembersAreGone(session.Logger, session.Options.Source, id, e.Code);
        }

        await session.LearnAsync(members, cancellationToken);
        return SlackConversations.Make(id, channel.Name, SlackConversations.KindOf(channel), members, session.Directory);
    }

    private async Task AddRepliesAsync(
        List<MappedItem> items, SlackTimestamp thread, SlackTimestamp? since, Conversation conversation, CancellationToken cancellationToken)
    {
        (string, string?)[] arguments = [("channel", id), ("ts", thread.ToString()), ("oldest", since?.ToString()), ("limit", Limit)];
        try
        {
            await foreach (var answer in session.PagesAsync("conversations.replies", "cursor", arguments, cancellationToken))
            {
                // The parent comes along on the first page; history has it.
                var replies = answer.List("messages").Where(m => SlackTimestamp.Find(SlackBlocks.Text(m, "ts")) != thread).ToArray();
                items.AddRange(await session.MapAsync(replies, conversation, cancellationToken));
            }
        }
        catch (SlackApiException e) when (e.ItemIsGone)
        {
            Log.ThreadIsGone(session.Logger, session.Options.Source, id, e.Code);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1121, Level = LogLevel.Warning, Message = "{Source}: conversation {Conversation} was skipped, the platform says {Code}.")]
        public static partial void ConversationIsGone(ILogger logger, string source, string conversation, string code);

        [LoggerMessage(EventId = 1122, Level = LogLevel.Information, Message = "{Source}: the cursor in conversation {Conversation} had expired; it is read again from its watermark.")]
        public static partial void CursorExpired(ILogger logger, string source, string conversation);

        [LoggerMessage(EventId = 1123, Level = LogLevel.Warning, Message = "{Source}: members of conversation {Conversation} are not available, the platform says {Code}.")]
        public static partial void MembersAreGone(ILogger logger, string source, string conversation, string code);

        [LoggerMessage(EventId = 1124, Level = LogLevel.Warning, Message = "{Source}: a thread of conversation {Conversation} was skipped, the platform says {Code}.")]
        public static partial void ThreadIsGone(ILogger logger, string source, string conversation, string code);
    }
}
