using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Serving;
using Archive.Simulators.Feishu.Wire;

namespace Archive.Simulators.Feishu.Methods;

/// <summary>History of chats and threads, and single messages.</summary>
internal static class MessageMethods
{
    private const int DefaultPage = 20;
    private const int LargestPage = 50;

    public static void List(ApiCall call)
    {
        ChatAccess.RequireMessages(call);
        var query = call.Query;
        var thread = query.OneOf("container_id_type", string.Empty, "chat", "thread") switch
        {
            "chat" => false,
            "thread" => true,
            _ => throw call.Family.WrongParameter("container_id_type"),
        };
        var id = query.Required("container_id");
        var descending = query.OneOf("sort_type", "ByCreateTimeAsc", "ByCreateTimeDesc") == "ByCreateTimeDesc";
        var size = query.PageSize(DefaultPage, LargestPage);
        var view = new MessageView(call.Now, RawCards: RawCards(call), SenderNames: query.Flag("with_sender_name"));
        _ = query.Flag("only_thread_root_messages"); // the chat container never holds anything else of a thread
        var (chat, messages) = thread ? Thread(call, id) : (ChatAccess.Chat(call, id, "container_id"), null);
        var bounds = Bounds(call, thread);
        if (!ChatAccess.MayRead(call, chat))
        {
            RefuseForScope(call);
            return;
        }

        if (ChatAccess.IsHidden(call, chat))
        {
            WriteNothing(call);
            return;
        }

        Write(call, messages ?? chat.History, bounds, ChatAccess.VisibleFrom(call, chat), descending, size, view);
    }

    public static void Get(ApiCall call)
    {
        _ = call.UserIdType();
        var message = ChatAccess.Message(call);
        var view = new MessageView(call.Now, Single: true, RawCards(call));
        call.Json.WriteStartArray("items");
        call.Platform.Messages.Write(call.Json, message, view);
        if (!message.IsRecalled(call.Now))
        {
            foreach (var child in message.Forwarded)
            {
                call.Platform.Messages.Write(call.Json, child, view);
            }
        }

        call.Json.WriteEndArray();
    }

    private static bool RawCards(ApiCall call) =>
        call.Query.OneOf("card_msg_content_type", string.Empty, "raw_card_content", "user_card_content") == "raw_card_content";

    private static (Chat Chat, IReadOnlyList<SentMessage>? Messages) Thread(ApiCall call, string id)
    {
        var thread = call.Tenant.FindThread(id) is { } found && found.HasBegun(call.Now) ? found : throw call.Family.WrongParameter("container_id");
        var chat = thread.Root.Chat;
        return chat.HasBot(call.Now)
            ? (chat, call.Platform.Options.ThreadIncludesRoot ? [thread.Root, .. thread.Replies] : thread.Replies)
            : throw call.Family.OutsideChat();
    }

    /// <summary>First and last second, both included.</summary>
    private static (long First, long Last) Bounds(ApiCall call, bool thread)
    {
        var (start, end) = (call.Query.Seconds("start_time"), call.Query.Seconds("end_time"));
        if (start > end || (thread && (start ?? end) is not null))
        {
            throw call.Family.WrongParameter(start is null ? "end_time" : "start_time");
        }

        var inward = call.Platform.Options.TimeBoundsInclusive ? 0 : 1;
        return (start + inward ?? 0, end - inward ?? long.MaxValue);
    }

    private static void RefuseForScope(ApiCall call)
    {
        if (call.Platform.Options.WithoutGroupScope == GroupScopeRefusal.Error)
        {
            throw call.Family.LacksPermission();
        }

        WriteNothing(call);
    }

    private static void WriteNothing(ApiCall call)
    {
        call.WriteContinuation(null);
        call.Json.WriteStartArray("items");
        call.Json.WriteEndArray();
    }

    private static void Write(
        ApiCall call, IReadOnlyList<SentMessage> messages, (long First, long Last) bounds, DateTimeOffset visibleFrom, bool descending, int size, MessageView view)
    {
        // What happens during a walk is behind its end (ascending) or before its beginning (descending): positions stay good.
        var low = FirstNot(messages, m => m.Time.ToUnixTimeSeconds() < bounds.First || m.Time < visibleFrom);
        var high = FirstNot(messages, m => m.IsSent(view.Now) && m.Time.ToUnixTimeSeconds() <= bounds.Last);
        var start = call.Query.Text("page_token") is null ? (descending ? high : low) : call.PageStart();
        var items = descending
            ? Enumerable.Range(0, Math.Max(0, Math.Min(size, start - low))).Select(i => messages[start - 1 - i])
            : Enumerable.Range(start, Math.Max(0, Math.Min(size, high - start))).Select(i => messages[i]);
        var next = descending ? start - size : start + size;
        call.WriteContinuation(descending ? (next > low ? next : null) : next < high ? next : null);
        call.Json.WriteStartArray("items");
        foreach (var item in items)
        {
            call.Platform.Messages.Write(call.Json, item, view);
        }

        call.Json.WriteEndArray();
    }

    /// <summary>Number of messages at the beginning for which it holds; it holds for a beginning only.</summary>
    private static int FirstNot(IReadOnlyList<SentMessage> messages, Func<SentMessage, bool> holds)
    {
        var (low, high) = (0, messages.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(messages[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
