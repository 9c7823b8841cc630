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
}

internal sealed record FeishuMember(string? MemberId, string? Name, string? TenantKey);
