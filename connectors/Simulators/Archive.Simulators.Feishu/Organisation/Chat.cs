using Archive.Simulators.Corpus;

namespace Archive.Simulators.Feishu.Organisation;

/// <summary>A conversation with its messages. Immutable once built; what has already happened is asked with a moment.</summary>
internal sealed class Chat(CorpusConversation source, string id, string tenantKey, BotStay bot)
{
    public CorpusConversation Source { get; } = source;

    public string Id { get; } = id;

    public string TenantKey { get; } = tenantKey;

    public BotStay Bot { get; } = bot;

    /// <summary>A 1:1 chat, which no listing shows.</summary>
    public bool IsDirect => Source.Kind == CorpusConversationKind.Direct;

    /// <summary>What the <c>chat</c> container holds, in order of time: everything but the replies of threads.</summary>
    public IReadOnlyList<SentMessage> History { get; set; } = [];

    /// <summary>Everything, in order of time.</summary>
    public IReadOnlyList<SentMessage> All { get; set; } = [];

    public IReadOnlyList<CorpusMembership> Members { get; set; } = [];

    public bool Exists(DateTimeOffset now) => Source.Created <= now;

    public bool HasBot(DateTimeOffset now) => Exists(now) && Bot.Covers(now);

    /// <summary>The member who has been there longest; null in an empty chat.</summary>
    public CorpusPerson? Owner(DateTimeOffset now) =>
        Members.Where(m => m.Person.Kind != CorpusPersonKind.Bot && m.Joined <= now && !m.HasLeft(now)).MinBy(m => m.Joined)?.Person;

    public DateTimeOffset LastActive(DateTimeOffset now)
    {
        var (low, high) = (0, All.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = All[middle].IsSent(now) ? (middle + 1, high) : (low, middle);
        }

        return low > 0 ? All[low - 1].Time : Source.Created;
    }
}
