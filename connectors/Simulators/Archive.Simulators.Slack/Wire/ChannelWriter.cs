using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack.Organisation;

namespace Archive.Simulators.Slack.Wire;

/// <summary>Writes conversations as the listings of both APIs show them.</summary>
internal sealed class ChannelWriter(Org org)
{
    /// <summary>Element of <c>discovery.conversations.list</c>.</summary>
    public void WriteDiscovery(Utf8JsonWriter json, Channel channel)
    {
        json.WriteStartObject();
        WriteHead(json, channel);
        json.WriteBoolean("is_ext_shared", channel.Source.External);
        json.WriteBoolean("is_im", IsIm(channel));
        json.WriteString("team_id", channel.TeamId);
        WriteTexts(json, channel, "text", "set_by", "date_set");
        json.WriteEndObject();
    }

    /// <summary>Element of <c>discovery.conversations.info</c>.</summary>
    public void WriteDiscoveryInfo(Utf8JsonWriter json, Channel channel, DateTimeOffset now)
    {
        json.WriteStartObject();
        WriteHead(json, channel);
        json.WriteString("creator", Creator(channel));
        json.WriteBoolean("is_dm", IsIm(channel));
        json.WriteBoolean("is_ext_shared", channel.Source.External);
        json.WriteBoolean("is_org_shared", false);
        json.WriteStartArray("previous_names");
        json.WriteEndArray();
        json.WriteNumber("member_count", channel.Members.Count(m => !m.HasLeft(now)));
        json.WriteStartObject("retention");
        json.WriteString("type", "custom");
        json.WriteString("duration", "2555");
        json.WriteEndObject();
        WriteTexts(json, channel, "text", "set_by", "date_set");
        json.WriteStartObject("shared");
        WriteIds(json, "shared_team_ids", [channel.TeamId]);
        WriteIds(json, "connected_team_ids", channel.Members.Where(m => m.Account.IsExternal).Select(m => m.Account.TeamId).Distinct());
        WriteIds(json, "internal_team_ids", []);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Channel object of the Web API.</summary>
    public void WriteWeb(Utf8JsonWriter json, Channel channel, DateTimeOffset now, bool isMember, bool memberCount)
    {
        json.WriteStartObject();
        json.WriteString("id", channel.Id);
        json.WriteNumber("created", Timestamp.Seconds(channel.Source.Created));
        json.WriteBoolean("is_archived", false);
        json.WriteBoolean("is_im", IsIm(channel));
        json.WriteBoolean("is_mpim", channel.Source.Kind == CorpusConversationKind.GroupDirect);
        json.WriteBoolean("is_private", channel.IsPrivate);
        json.WriteBoolean("is_ext_shared", channel.Source.External);
        json.WriteBoolean("is_org_shared", false);
        json.WriteString("context_team_id", channel.IsDirect ? org.Teams[0].Id : channel.TeamId);
        if (IsIm(channel))
        {
            json.WriteString("user", channel.Members.Count > 0 ? channel.Members[^1].Account.Id : string.Empty);
        }
        else
        {
            json.WriteString("name", channel.Name);
            json.WriteString("creator", Creator(channel));
            json.WriteBoolean("is_channel", channel.Source.Kind == CorpusConversationKind.PublicChannel);
            json.WriteBoolean("is_group", channel.Source.Kind == CorpusConversationKind.PrivateChannel);
            json.WriteBoolean("is_member", isMember);
            WriteTexts(json, channel, "value", "creator", "last_set");
        }

        if (memberCount)
        {
            json.WriteNumber("num_members", channel.Members.Count(m => !m.HasLeft(now)));
        }

        json.WriteEndObject();
    }

    private static bool IsIm(Channel channel) => channel.Source.Kind == CorpusConversationKind.Direct;

    private static string Creator(Channel channel) => channel.Members.Count > 0 ? channel.Members[0].Account.Id : string.Empty;

    private static void WriteHead(Utf8JsonWriter json, Channel channel)
    {
        json.WriteString("id", channel.Id);
        json.WriteString("name", channel.Name);
        json.WriteNumber("created", Timestamp.Seconds(channel.Source.Created));
        json.WriteBoolean("is_private", channel.IsPrivate);
        json.WriteBoolean("is_mpim", channel.Source.Kind == CorpusConversationKind.GroupDirect);
        json.WriteBoolean("is_archived", false);
        json.WriteBoolean("is_deleted", false);
        json.WriteBoolean("is_general", channel.Name == "general");
    }

    private static void WriteTexts(Utf8JsonWriter json, Channel channel, string text, string by, string date)
    {
        foreach (var (name, value) in new[] { ("topic", channel.Source.Topic ?? string.Empty), ("purpose", string.Empty) })
        {
            json.WriteStartObject(name);
            json.WriteString(text, value);
            json.WriteString(by, value.Length > 0 ? Creator(channel) : string.Empty);
            json.WriteNumber(date, value.Length > 0 ? Timestamp.Seconds(channel.Source.Created) : 0);
            json.WriteEndObject();
        }
    }

    private static void WriteIds(Utf8JsonWriter json, string name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    }
}
