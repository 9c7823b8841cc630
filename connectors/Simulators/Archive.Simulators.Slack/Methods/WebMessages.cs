using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Paging;
using Archive.Simulators.Slack.Serving;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Methods;

/// <summary>Messages of the Web API: replies only by thread, older texts and deleted messages not at all.</summary>
internal static class WebMessages
{
    private const string CursorKind = "next_ts";
    private const int DefaultLimit = 100;
    private const int MostMessages = 999;

    public static void History(ApiCall call)
    {
        var channel = WebConversations.Find(call, "history");
        var (window, attempt) = Window(call, forward: false);
        var page = TimePage.Take(channel.Times, window, Continuation.NextItem, call.PageFault, i => IsListed(channel, i, call.Until));
        call.FaultStruck |= page.Struck;
        Write(call, channel, page.Items);
        WriteContinuation(call, page.Next, page.Items.Length == 0 ? attempt + 1 : 0);
    }

    public static void Replies(ApiCall call)
    {
        var channel = WebConversations.Find(call, "history");
        var root = call.Arguments.Text("ts") is { } text && Timestamp.TryParse(text, out var ts) ? channel.Find(ts) : -1;
        if (root < 0 || channel.IsReply(root) || !(channel.Stands(root, call.Until) || channel.IsTombstone(root, call.Until)))
        {
            throw new ApiException(ErrorCode.ThreadNotFound);
        }

        var (window, attempt) = Window(call, forward: true);
        var replies = channel.StandingReplies(root, call.Until)
            .Where(i => !window.IsBelow(channel.Times[i]) && !window.IsAbove(channel.Times[i]));

        // The parent is on the first page whatever the bounds, and on no other.
        var first = Cursor.Read(call.Arguments.Text("cursor"), CursorKind) is not { } cursor || cursor.Value <= channel.Times[root];
        int[] items = first ? [root, .. replies] : [.. replies];
        var plan = PagePlan.Make(Math.Min(items.Length, window.Limit + 1), window.Limit, call.PageFault);
        call.FaultStruck |= plan.Struck;
        Write(call, channel, [.. plan.Order().Select(p => items[p])]);
        WriteContinuation(call, plan.Resume is { } resume ? channel.Times[items[resume]] : null, plan.Served == 0 ? attempt + 1 : 0);
    }

    /// <summary>History holds what was said in the channel itself, and the stone that a deleted parent leaves.</summary>
    private static bool IsListed(Channel channel, int message, long until) =>
        channel.IsSent(message, until) && (!channel.IsReply(message) || channel.IsBroadcast(message))
        && (!channel.IsDeleted(message, until) || channel.IsTombstone(message, until));

    private static (TimeWindow Window, int Attempt) Window(ApiCall call, bool forward)
    {
        var arguments = call.Arguments;
        var inclusive = arguments.Flag("inclusive");
        var latestGiven = arguments.Text("latest") is not null;
        var oldestGiven = arguments.Text("oldest") is not null;
        var window = new TimeWindow(
            arguments.Latest(call.Until), inclusive || !latestGiven, arguments.Oldest(), inclusive || !oldestGiven,
            arguments.Limit(DefaultLimit, MostMessages));
        if (Cursor.Read(arguments.Text("cursor"), CursorKind) is not { } cursor)
        {
            return (window, 0);
        }

        return (forward
            ? window with { Oldest = cursor.Value, OldestInclusive = true }
            : window with { Latest = cursor.Value, LatestInclusive = true }, cursor.Attempt);
    }

    private static void Write(ApiCall call, Channel channel, int[] items)
    {
        call.Json.WriteStartArray("messages");
        foreach (var item in items)
        {
            call.Platform.Messages.Write(call.Json, channel, item, call.Until, MessageForm.Web);
        }

        call.Json.WriteEndArray();
    }

    private static void WriteContinuation(ApiCall call, long? next, int attempt)
    {
        call.Json.WriteBoolean("has_more", next is not null);
        call.WriteNextCursor(next is { } ts ? new Cursor(CursorKind, ts, attempt).Encode() : null);
    }
}
