using System.Text.Json;
using Archive.Simulators.Slack.Organisation;

namespace Archive.Simulators.Slack.Wire;

/// <summary>Writes what ties a message to its thread: nothing outside threads, the parent's <c>thread_ts</c> on replies, its own and the
/// counts on parents.</summary>
internal sealed class ThreadWriter(Org org)
{
    public void Write(Utf8JsonWriter json, Channel channel, int message, long until, MessageForm form)
    {
        if (channel.IsReply(message))
        {
            var root = channel.Roots[message];
            json.WriteString("thread_ts", Timestamp.Format(channel.Times[root]));
            json.WriteString("parent_user_id", org.AccountOf(channel.Messages[root].SenderId).Id);
            return;
        }

        if (!channel.Replies.ContainsKey(message))
        {
            return;
        }

        var replies = channel.StandingReplies(message, until).ToArray();
        if (replies.Length == 0)
        {
            return;
        }

        var authors = replies.Select(r => org.AccountOf(channel.Messages[r].SenderId).Id).Distinct().ToArray();
        json.WriteString("thread_ts", Timestamp.Format(channel.Times[message]));
        json.WriteNumber("reply_count", replies.Length);
        json.WriteNumber("reply_users_count", authors.Length);
        json.WriteString("latest_reply", Timestamp.Format(channel.Times[replies[^1]]));
        json.WriteStartArray("reply_users");
        foreach (var author in authors)
        {
            json.WriteStringValue(author);
        }

        json.WriteEndArray();
        json.WriteBoolean("is_locked", false);
        if (form == MessageForm.Discovery)
        {
            json.WriteStartArray("replies");
            foreach (var reply in replies)
            {
                json.WriteStartObject();
                json.WriteString("user", org.AccountOf(channel.Messages[reply].SenderId).Id);
                json.WriteString("ts", Timestamp.Format(channel.Times[reply]));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }
}
