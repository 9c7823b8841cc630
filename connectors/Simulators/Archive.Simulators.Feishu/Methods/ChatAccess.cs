using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Serving;

namespace Archive.Simulators.Feishu.Methods;

/// <summary>Which chats and messages the app may read.</summary>
internal static class ChatAccess
{
    /// <summary>The chat, if the bot is in it.</summary>
    public static Chat Chat(ApiCall call, string id, string parameter)
    {
        var chat = call.Tenant.FindChat(id) is { } found && found.Exists(call.Now) ? found : throw call.Family.WrongParameter(parameter);
        return chat.HasBot(call.Now) ? chat : throw call.Family.OutsideChat();
    }

    /// <summary>The message, if it has been sent, the bot is in its chat, sees it and may read it.</summary>
    public static SentMessage Message(ApiCall call)
    {
        RequireMessages(call);
        var message = call.Tenant.FindMessage(call.Path("message_id")) is { } found && (found.Upper ?? found).IsSent(call.Now)
            ? found
            : throw call.Family.WrongParameter("message_id");
        if (!message.Chat.HasBot(call.Now))
        {
            throw call.Family.OutsideChat();
        }

        if (!MayRead(call, message.Chat))
        {
            throw call.Family.LacksPermission();
        }

        if (call.Platform.Options.Restricted.Contains(message.Chat.Source.Id))
        {
            throw call.Family.MessageRestricted();
        }

        return (message.Upper ?? message).Time >= VisibleFrom(call, message.Chat) ? message : throw call.Family.MessageInvisible();
    }

    public static void RequireMessages(ApiCall call) =>
        call.Require(FeishuScope.ReadMessages, FeishuScope.Messages, FeishuScope.MessageHistory);

    /// <summary>Whether the app has the scope of the chat's kind.</summary>
    public static bool MayRead(ApiCall call, Chat chat) => chat.IsDirect
        ? call.App.Has(FeishuScope.DirectMessages, FeishuScope.DirectMessagesFull)
        : call.App.Has(FeishuScope.GroupMessages);

    /// <summary>Whether its history shows nothing, as if nothing had been said.</summary>
    public static bool IsHidden(ApiCall call, Chat chat) => call.Platform.Options.Restricted.Contains(chat.Source.Id);

    /// <summary>The first moment of which the bot sees messages.</summary>
    public static DateTimeOffset VisibleFrom(ApiCall call, Chat chat) =>
        call.Platform.Options.HistoryBeforeBot ? DateTimeOffset.MinValue : chat.Bot.Added ?? DateTimeOffset.MinValue;
}
