using System.Buffers.Binary;
using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;
using Archive.Simulators.Slack.Organisation;

namespace Archive.Simulators.Slack.Wire;

internal enum MessageForm
{
    /// <summary>With the author's profile and the list of replies.</summary>
    Discovery,
    Web,
}

/// <summary>Writes messages. Which of them carry blocks, labels, attachments and the like follows from a hash of their corpus id, so
/// that the same message always looks the same.</summary>
internal sealed class MessageWriter(Org org, MessageText text, FileWriter files)
{
    /// <summary>A subtype that no documentation lists.</summary>
    public const string UnknownSubtype = "workspace_poll";

    private readonly RichTextWriter _richText = new(text);
    private readonly ThreadWriter _threads = new(org);

    public ReactionWriter Reactions { get; } = new(org);

    /// <summary>Index of the last edit up to that moment; −1 for the text as first sent.</summary>
    public static int EditAt(CorpusMessage message, long until)
    {
        var last = -1;
        for (var i = 0; i < (message.Edits?.Count ?? 0) && Timestamp.From(message.Edits![i].Time) <= until; i++)
        {
            last = i;
        }

        return last;
    }

    /// <summary>The message as it stands at that moment.</summary>
    public void Write(Utf8JsonWriter json, Channel channel, int message, long until, MessageForm form)
    {
        if (form == MessageForm.Web && channel.IsTombstone(message, until))
        {
            WriteTombstone(json, channel, message, until);
            return;
        }

        json.WriteStartObject();
        WriteContent(json, channel, message, EditAt(channel.Messages[message], until));
        _threads.Write(json, channel, message, until, form);
        if (channel.IsBroadcast(message))
        {
            WriteRoot(json, channel, channel.Roots[message], until);
        }

        Reactions.WriteAll(json, channel.Messages[message], until);
        if (form == MessageForm.Discovery || org.AccountOf(channel.Messages[message].SenderId).IsExternal)
        {
            WriteUserProfile(json, org.AccountOf(channel.Messages[message].SenderId));
        }

        json.WriteEndObject();
    }

    /// <summary>One version of the message, as the history of changes holds it.</summary>
    /// <param name="edit">−1 for the text as first sent.</param>
    public void WriteVersion(Utf8JsonWriter json, Channel channel, int message, int edit)
    {
        json.WriteStartObject();
        WriteContent(json, channel, message, edit);
        if (channel.IsReply(message))
        {
            json.WriteString("thread_ts", Timestamp.Format(channel.Times[channel.Roots[message]]));
        }

        json.WriteEndObject();
    }

    public string Mrkdwn(CorpusMessage message, int edit)
    {
        var source = edit < 0 ? message.Text : message.Edits![edit].Text;
        return source.Length == 0 ? PlatformText(message) : text.ToMrkdwn(source, StableHash.OneIn(2, message.Id, "labels"));
    }

    public void WriteAuthor(Utf8JsonWriter json, Channel channel, int message)
    {
        var account = org.AccountOf(channel.Messages[message].SenderId);
        if (account.BotId is not { } botId)
        {
            json.WriteString("user", account.Id);
            return;
        }

        json.WriteString("bot_id", botId);
        if (IsClassicBotPost(channel.Messages[message]))
        {
            json.WriteString("username", account.Source.Name);
            return;
        }

        json.WriteString("user", account.Id);
        json.WriteString("app_id", account.AppId);
        json.WriteStartObject("bot_profile");
        json.WriteString("id", botId);
        json.WriteString("app_id", account.AppId);
        json.WriteString("name", account.Source.Name);
        json.WriteString("team_id", account.TeamId);
        json.WriteEndObject();
    }

    /// <summary>Half of the bots' posts have no user, as those of old integrations.</summary>
    private static bool IsClassicBotPost(CorpusMessage message) => StableHash.OneIn(2, message.Id, "classic");

    private void WriteContent(Utf8JsonWriter json, Channel channel, int message, int edit)
    {
        var source = channel.Messages[message];
        var account = org.AccountOf(source.SenderId);
        var ts = channel.Times[message];
        json.WriteString("type", "message");
        if (Subtype(channel, message, account) is { } subtype)
        {
            json.WriteString("subtype", subtype);
        }

        if (source.Kind == CorpusMessageKind.Text && !account.IsBot)
        {
            json.WriteString("client_msg_id", ClientId(source));
        }

        WriteAuthor(json, channel, message);
        json.WriteString("ts", Timestamp.Format(ts));
        json.WriteString("team", channel.IsDirect ? account.TeamId : channel.TeamId);
        json.WriteString("user_team", account.TeamId);
        json.WriteString("source_team", account.TeamId);
        json.WriteString("text", Mrkdwn(source, edit));
        var current = edit < 0 ? source.Text : source.Edits![edit].Text;
        if (source.Kind == CorpusMessageKind.Text && !account.IsBot && current.Length > 0 && StableHash.OneIn(2, source.Id, "blocks"))
        {
            _richText.Write(json, current, source.Id);
        }

        if (source.Kind == CorpusMessageKind.TopicChange)
        {
            json.WriteString("topic", current.Length > 0 ? current : channel.Source.Topic ?? string.Empty);
        }

        if (account.IsBot && StableHash.OneIn(2, source.Id, "attachments"))
        {
            WriteAttachment(json, account, source);
        }

        if (edit >= 0)
        {
            json.WriteStartObject("edited");
            json.WriteString("user", account.Id);
            json.WriteString("ts", Timestamp.Format(Timestamp.From(source.Edits![edit].Time)));
            json.WriteEndObject();
        }

        WriteFiles(json, source);
        json.WriteString("permalink", $"https://{org.Domain}.enterprise.slack.com/archives/{channel.Id}/p{ts:D16}");
    }

    private static string? Subtype(Channel channel, int message, Account account) => channel.Messages[message].Kind switch
    {
        CorpusMessageKind.Join => "channel_join",
        CorpusMessageKind.Leave => "channel_leave",
        CorpusMessageKind.TopicChange => "channel_topic",
        CorpusMessageKind.Unknown => UnknownSubtype,
        _ when account.IsBot && IsClassicBotPost(channel.Messages[message]) => "bot_message",
        _ => channel.IsBroadcast(message) ? "thread_broadcast" : null,
    };

    /// <summary>What the platform itself says where the corpus says nothing.</summary>
    private string PlatformText(CorpusMessage message) => message.Kind switch
    {
        CorpusMessageKind.Join => $"<@{org.AccountOf(message.SenderId).Id}> has joined the channel",
        CorpusMessageKind.Leave => $"<@{org.AccountOf(message.SenderId).Id}> has left the channel",
        CorpusMessageKind.TopicChange => $"<@{org.AccountOf(message.SenderId).Id}> set the channel topic",
        _ => string.Empty,
    };

    private static string ClientId(CorpusMessage message)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, StableHash.Of(message.Id, "client"));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], StableHash.Of(message.Id, "client id"));
        return new Guid(bytes).ToString();
    }

    private void WriteTombstone(Utf8JsonWriter json, Channel channel, int message, long until)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteString("subtype", "tombstone");
        json.WriteBoolean("hidden", true);
        json.WriteString("user", "USLACKBOT");
        json.WriteString("text", "This message was deleted.");
        json.WriteString("ts", Timestamp.Format(channel.Times[message]));
        _threads.Write(json, channel, message, until, MessageForm.Web);
        json.WriteEndObject();
    }

    private void WriteRoot(Utf8JsonWriter json, Channel channel, int root, long until)
    {
        json.WritePropertyName("root");
        if (channel.IsTombstone(root, until))
        {
            WriteTombstone(json, channel, root, until);
            return;
        }

        json.WriteStartObject();
        WriteContent(json, channel, root, EditAt(channel.Messages[root], until));
        _threads.Write(json, channel, root, until, MessageForm.Web);
        json.WriteEndObject();
    }

    private static void WriteAttachment(Utf8JsonWriter json, Account account, CorpusMessage message)
    {
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteNumber("id", 1);
        json.WriteString("fallback", $"{account.Source.Name} notice");
        json.WriteString("title", $"{account.Source.Name} notice");
        json.WriteStartArray("fields");
        json.WriteStartObject();
        json.WriteString("title", "Reference");
        json.WriteString("value", SlackIdentifier.Make('R', message.Id, "reference"));
        json.WriteBoolean("short", true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteFiles(Utf8JsonWriter json, CorpusMessage message)
    {
        if (message.Files is not { Count: > 0 } shared)
        {
            return;
        }

        json.WriteStartArray("files");
        foreach (var file in shared)
        {
            files.Write(json, org.FileOf(file.Id));
        }

        json.WriteEndArray();
    }

    private static void WriteUserProfile(Utf8JsonWriter json, Account account)
    {
        json.WriteStartObject("user_profile");
        json.WriteString("name", account.Login);
        json.WriteString("real_name", account.Source.Name);
        json.WriteString("display_name", account.Source.Name);
        json.WriteString("team", account.TeamId);
        json.WriteBoolean("is_restricted", account.IsGuest);
        json.WriteBoolean("is_ultra_restricted", account.IsUltraRestricted);
        json.WriteEndObject();
    }
}
