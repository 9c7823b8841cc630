using Archive.Simulators.Slack.Organisation;
using Archive.Simulators.Slack.Serving;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Methods;

/// <summary>Messages of the Discovery API: replies stand between the other messages, deleted ones are only among the edits.</summary>
internal static class DiscoveryMessages
{
    public static void History(ApiCall call)
    {
        var channel = DiscoveryConversations.Find(call);
        var page = call.TakeByTime(channel.Times, i => channel.Stands(i, call.Until));
        call.Json.WriteBoolean("has_edits", HasEdits(call, channel));
        call.WriteOffset(page);
        call.Json.WriteStartArray("messages");
        foreach (var item in page.Items)
        {
            call.Platform.Messages.Write(call.Json, channel, item, call.Until, MessageForm.Discovery);
        }

        call.Json.WriteEndArray();
    }

    public static void Edits(ApiCall call)
    {
        var channel = DiscoveryConversations.Find(call);
        var page = call.TakeByTime(channel.ChangeTimes, i => channel.ChangeTimes[i] <= call.Until);
        call.WriteOffset(page);
        call.Json.WriteStartArray("edits");
        foreach (var item in page.Items)
        {
            call.Platform.Edits.Write(call.Json, channel, item);
        }

        call.Json.WriteEndArray();
    }

    public static void Reactions(ApiCall call)
    {
        var json = call.Json;
        var channel = DiscoveryConversations.Find(call);
        var page = call.TakeByTime(
            channel.ReactionTimes, i => channel.ReactionTimes[i] <= call.Until && channel.Stands(channel.Reactions[i].Message, call.Until));
        call.WriteOffset(page);
        json.WriteStartArray("reactions");
        foreach (var item in page.Items)
        {
            var (message, reaction) = channel.Reactions[item];
            json.WriteStartObject();
            call.Platform.Messages.Reactions.Write(json, channel.Messages[message], reaction);
            json.WriteString("ts", Timestamp.Format(channel.ReactionTimes[item]));
            json.WriteStartObject("item");
            json.WriteString("type", "message");
            json.WriteString("channel", channel.Id);
            json.WriteString("ts", Timestamp.Format(channel.Times[message]));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>One message in its current form, which for a deleted one is the record of its deletion.</summary>
    public static void ChatInfo(ApiCall call)
    {
        var channel = DiscoveryConversations.Find(call);
        var message = call.Arguments.Text("ts") is { } text && Timestamp.TryParse(text, out var ts) ? channel.Find(ts) : -1;
        if (message < 0 || !channel.IsSent(message, call.Until))
        {
            throw new ApiException(ErrorCode.MessageNotFound);
        }

        call.Json.WritePropertyName("message");
        if (channel.IsDeleted(message, call.Until))
        {
            call.Platform.Edits.Write(call.Json, channel, Array.IndexOf(channel.Changes, new Change(message, Change.Deletion)));
        }
        else
        {
            call.Platform.Messages.Write(call.Json, channel, message, call.Until, MessageForm.Discovery);
        }
    }

    /// <summary>Anything to fetch from the edits since <c>oldest</c>. <c>latest</c> does not count, so that every page of one walk says the same.</summary>
    private static bool HasEdits(ApiCall call, Channel channel)
    {
        var oldest = call.Arguments.Oldest();
        var at = Array.BinarySearch(channel.ChangeTimes, oldest);
        var first = at >= 0 ? at : ~at;
        return first < channel.ChangeTimes.Length && channel.ChangeTimes[first] <= call.Until;
    }
}
