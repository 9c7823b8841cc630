namespace Archive.Connectors.Feishu.Wire;

/// <summary>What is pushed: <c>encrypt</c> around a handshake (<c>type</c>, <c>challenge</c>, <c>token</c>) or an event. Of the event itself only the chat is
/// read: what was written in it is pulled.</summary>
internal sealed record FeishuEvent(string? Encrypt, string? Type, string? Challenge, string? Token, FeishuEventHeader? Header, FeishuEventPlace? Event);

internal sealed record FeishuEventHeader(string? EventId, string? EventType, string? Token, string? AppId);

internal sealed record FeishuEventPlace(string? ChatId);
