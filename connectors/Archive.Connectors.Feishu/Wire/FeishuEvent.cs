using System.Text.Json;

namespace Archive.Connectors.Feishu.Wire;

/// <summary>What is pushed: <c>encrypt</c> around a handshake (<c>type</c>, <c>challenge</c>, <c>token</c>) or an event. Of the event itself only chat
/// and thread are read: what was written in them is pulled.</summary>
internal sealed record FeishuEvent(string? Encrypt, string? Type, string? Challenge, string? Token, FeishuEventHeader? Header, FeishuEventPlace? Event);

internal sealed record FeishuEventHeader(string? EventId, string? EventType, string? Token, string? AppId);

/// <param name="ChatId">Where the event is about a chat, or a message that is not there any more.</param>
/// <param name="Message">Of one that was received. As it came: what other events have under this name is not known.</param>
internal sealed record FeishuEventPlace(string? ChatId, JsonElement Message);
