namespace Archive.Core.Messages;

/// <summary>Who a message was written to.</summary>
public static class Recipients
{
    /// <summary>The members of a direct or group conversation when the message was captured, without its sender. Nobody for channels: whoever may read
    /// those is no recipient, and they would be thousands.</summary>
    public static IReadOnlyList<Participant> Of(ChatMessage message) => message.Conversation.Kind is ConversationKind.Direct or ConversationKind.Group
        ? [.. message.Conversation.Members.Where(member => member.Id != message.Sender.Id)]
        : [];
}
