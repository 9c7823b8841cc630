using System.Text.Json;
using Archive.Simulators.Slack.Organisation;

namespace Archive.Simulators.Slack.Wire;

/// <summary>Writes elements of <c>discovery.conversations.edits</c>. The platform documents only that <c>text</c> of an edit is the new
/// text; the rest follows its events <c>message_changed</c> and <c>message_deleted</c>.</summary>
internal sealed class EditWriter(MessageWriter messages)
{
    /// <param name="change">Index into the channel's changes.</param>
    public void Write(Utf8JsonWriter json, Channel channel, int change)
    {
        var (message, edit) = channel.Changes[change];
        var at = channel.ChangeTimes[change];
        var deletion = edit == Change.Deletion;
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteString("subtype", deletion ? "message_deleted" : "message_changed");
        json.WriteString("channel", channel.Id);
        json.WriteBoolean("hidden", true);
        json.WriteString("ts", Timestamp.Format(at));
        json.WriteString("event_ts", Timestamp.Format(at));
        if (deletion)
        {
            json.WriteString("deleted_ts", Timestamp.Format(channel.Times[message]));
            edit = MessageWriter.EditAt(channel.Messages[message], at) + 1;
        }
        else
        {
            messages.WriteAuthor(json, channel, message);
            json.WriteString("text", messages.Mrkdwn(channel.Messages[message], edit));
            json.WritePropertyName("message");
            messages.WriteVersion(json, channel, message, edit);
        }

        json.WritePropertyName("previous_message");
        messages.WriteVersion(json, channel, message, edit - 1);
        json.WriteEndObject();
    }
}
