using Archive.Simulators.Feishu.Organisation;

namespace Archive.Simulators.Feishu.Events;

/// <summary>Everything of the corpus that the app is told of, in order of time: messages by people and recalls in the chats that the bot is in and
/// of the kinds that its scopes allow, and the bot's own moves. Messages by bots and the platform are not pushed, edits have no event.</summary>
internal sealed class EventTimeline
{
    private readonly Happening[] _happenings;

    public EventTimeline(Tenant tenant, FeishuApp app)
    {
        var happenings = new List<Happening>();
        foreach (var chat in tenant.Chats)
        {
            AddMoves(chat, happenings);
            if (chat.IsDirect ? app.Has(FeishuScope.DirectMessages, FeishuScope.DirectMessagesFull) : app.Has(FeishuScope.GroupMessages))
            {
                AddMessages(chat, tenant, happenings);
            }
        }

        // OrderBy is stable: messages of one instant keep the chat's order.
        _happenings = [.. happenings.OrderBy(h => h.Time).ThenBy(h => h.Kind)];
    }

    /// <param name="from">Exclusive.</param>
    /// <param name="until">Inclusive.</param>
    public IReadOnlyList<Happening> Between(DateTimeOffset from, DateTimeOffset until) => [.. _happenings.Where(h => h.Time > from && h.Time <= until)];

    private static void AddMoves(Chat chat, List<Happening> happenings)
    {
        var added = chat.Bot.Added is { } later && later > chat.Source.Created ? later : chat.Source.Created;
        if (chat.IsDirect || chat.Bot == BotStay.Never || chat.Bot.Removed <= added)
        {
            return;
        }

        happenings.Add(new Happening(added, EventKind.BotAdded, chat));
        if (chat.Bot.Removed is { } removed)
        {
            happenings.Add(new Happening(removed, EventKind.BotDeleted, chat));
        }
    }

    private static void AddMessages(Chat chat, Tenant tenant, List<Happening> happenings)
    {
        foreach (var message in chat.All)
        {
            if (message.Form != MessageForm.System && !tenant.AccountOf(message.Source.SenderId).IsBot && chat.HasBot(message.Time))
            {
                happenings.Add(new Happening(message.Time, EventKind.Received, chat, message));
            }

            if (!message.IsExtra && message.Source.RecalledAt is { } recalled && chat.HasBot(recalled))
            {
                happenings.Add(new Happening(recalled, EventKind.Recalled, chat, message));
            }
        }
    }
}
