using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Events;

internal enum EventKind
{
    BotAdded,
    Received,
    Recalled,
    BotDeleted,
}

/// <param name="Message">Null for moves of the bot.</param>
internal sealed record Happening(DateTimeOffset Time, EventKind Kind, Chat Chat, SentMessage? Message = null)
{
    public string Id => StableHash.Hex32($"{Kind} {Message?.Id ?? Chat.Id}", "event");

    public string EventType => Kind switch
    {
        EventKind.Received => "im.message.receive_v1",
        EventKind.Recalled => "im.message.recalled_v1",
        EventKind.BotAdded => "im.chat.member.bot.added_v1",
        _ => "im.chat.member.bot.deleted_v1",
    };
}
