using Archive.Connectors.Slack.Directory;
using Archive.Connectors.Slack.Wire;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack;

internal static class SlackConversations
{
    // A list of a thousand names is no name; everybody is in Members anyway.
    private const int MostNames = 20;

    public static ConversationKind KindOf(SlackChannel channel) =>
        channel.IsIm || channel.IsDm ? ConversationKind.Direct
        : channel.IsMpim ? ConversationKind.Group
        : channel.IsPrivate ? ConversationKind.PrivateChannel : ConversationKind.Channel;

    /// <param name="members">Ids, each once.</param>
    public static Conversation Make(string id, string? name, ConversationKind kind, IEnumerable<string> members, SlackDirectory directory)
    {
        Participant[] everybody = [.. members.Distinct(StringComparer.Ordinal).Select(directory.Find)];
        if (kind is ConversationKind.Direct or ConversationKind.Group && everybody.Length > 0)
        {
            var names = everybody.Select(m => m.Name).Order(StringComparer.Ordinal).Take(MostNames);
            name = string.Join(", ", names) + (everybody.Length > MostNames ? ", …" : "");
        }

        return new Conversation(id, string.IsNullOrEmpty(name) ? id : name, kind, everybody);
    }

    public static SlackTimestamp? Higher(SlackTimestamp? high, IEnumerable<MappedItem> items)
    {
        foreach (var item in items)
        {
            if (item.Ts is { } ts && !(high >= ts))
            {
                high = ts;
            }
        }

        return high;
    }
}
