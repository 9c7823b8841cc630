using System.Text.Json.Serialization;

namespace Archive.Connectors.Feishu.Wire;

/// <summary>A message as the list shows it. Only what the mapping uses; the raw bytes are kept beside it. Times are milliseconds, in text.</summary>
internal sealed record FeishuMessage
{
    public string? MessageId { get; init; }
    public string? RootId { get; init; }
    public string? ParentId { get; init; }
    public string? ThreadId { get; init; }
    public string? MsgType { get; init; }
    [JsonConverter(typeof(MillisecondsConverter))]
    public long? CreateTime { get; init; }
    [JsonConverter(typeof(MillisecondsConverter))]
    public long? UpdateTime { get; init; }
    public bool Deleted { get; init; }
    public bool Updated { get; init; }
    public string? ChatId { get; init; }
    public FeishuSender? Sender { get; init; }
    public FeishuBody? Body { get; init; }
    public IReadOnlyList<FeishuMention?>? Mentions { get; init; }

    /// <summary>Of a message inside a forwarded bundle: the bundle, or the bundle within it, that holds it.</summary>
    public string? UpperMessageId { get; init; }
}

/// <param name="SenderType">user, app, anonymous or unknown.</param>
internal sealed record FeishuSender(string? Id, string? IdType, string? SenderType, string? TenantKey);

/// <param name="Content">JSON in a string; of a recalled message a fixed English phrase.</param>
internal sealed record FeishuBody(string? Content);

/// <param name="Key">What stands for the name in the text: <c>@_user_1</c>.</param>
internal sealed record FeishuMention(string? Key, string? Id, string? Name, string? TenantKey);
