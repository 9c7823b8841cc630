using System.Collections.Frozen;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack;

/// <summary>What the platform's subtypes mean. A subtype that is not listed is kept as what it looks like, with its name.</summary>
internal static class SlackSubtypes
{
    public const string Changed = "message_changed";
    public const string Deleted = "message_deleted";
    public const string Tombstone = "tombstone";
    public const string DlpTombstone = "dlp_tombstone";
    public const string KeyRevoked = "ekm_access_denied";
    public const string Huddle = "huddle_thread";

    private static readonly FrozenDictionary<string, MessageKind> Kinds = new Dictionary<string, MessageKind>(StringComparer.Ordinal)
    {
        ["bot_message"] = MessageKind.Text,
        ["me_message"] = MessageKind.Text,
        ["thread_broadcast"] = MessageKind.Text,
        ["reply_broadcast"] = MessageKind.Text,
        ["file_share"] = MessageKind.Text,
        ["file_comment"] = MessageKind.Text,
        ["file_mention"] = MessageKind.Text,
        ["channel_join"] = MessageKind.Join,
        ["group_join"] = MessageKind.Join,
        ["channel_leave"] = MessageKind.Leave,
        ["group_leave"] = MessageKind.Leave,
        ["channel_topic"] = MessageKind.Notice,
        ["channel_purpose"] = MessageKind.Notice,
        ["channel_name"] = MessageKind.Notice,
        ["channel_archive"] = MessageKind.Notice,
        ["channel_unarchive"] = MessageKind.Notice,
        ["channel_convert_to_private"] = MessageKind.Notice,
        ["channel_posting_permissions"] = MessageKind.Notice,
        ["group_topic"] = MessageKind.Notice,
        ["group_purpose"] = MessageKind.Notice,
        ["group_name"] = MessageKind.Notice,
        ["group_archive"] = MessageKind.Notice,
        ["group_unarchive"] = MessageKind.Notice,
        ["pinned_item"] = MessageKind.Notice,
        ["unpinned_item"] = MessageKind.Notice,
        ["bot_add"] = MessageKind.Notice,
        ["bot_remove"] = MessageKind.Notice,
        ["reminder_add"] = MessageKind.Notice,
        ["message_replied"] = MessageKind.Notice,
        [Huddle] = MessageKind.Notice,
        [KeyRevoked] = MessageKind.Unknown,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static MessageKind KindOf(string? subtype, bool readable) =>
        subtype is null ? MessageKind.Text
        : Kinds.TryGetValue(subtype, out var kind) ? kind
        : readable ? MessageKind.Text : MessageKind.Unknown;
}
