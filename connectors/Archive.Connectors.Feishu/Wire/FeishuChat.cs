using System.Text.Json;
using Archive.Connectors.Http;

namespace Archive.Connectors.Feishu.Wire;

/// <summary>A chat of the list, or of its own call, which alone tells mode and type.</summary>
internal sealed record FeishuChat
{
    public string? ChatId { get; init; }
    public string? Name { get; init; }
    public bool External { get; init; }
    public string? TenantKey { get; init; }

    /// <summary>group, topic or p2p.</summary>
    public string? ChatMode { get; init; }

    /// <summary>private or public.</summary>
    public string? ChatType { get; init; }

    /// <summary>As it came; with its own call alone.</summary>
    public JsonElement RestrictedModeSetting { get; init; }

    /// <summary>Messages may not be copied: apps do not see them. Of what the restricted mode forbids beside that, screenshots and downloads, nothing concerns the history.</summary>
    public bool KeepsMessagesBack =>
        LenientJson.Flag(RestrictedModeSetting, "status") && LenientJson.Text(RestrictedModeSetting, "message_has_permission_setting") != "all_members";
}

internal sealed record FeishuMember(string? MemberId, string? Name, string? TenantKey);
