using Archive.Simulators.Corpus;

namespace Archive.Tests.Simulators.Slack;

/// <summary>A bank with six accounts, four conversations and at least one message of every variety.</summary>
internal sealed class SampleCorpus
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Today = Start.AddDays(10);

    public static readonly string[] Texts =
    [
        "Please settle the Q4 fee with @Bob Li & tell #general",
        "a < b && c > d, literally &amp; and <@U0FAKE>",
        "tab\there\nand a new line\n\n  indented",
        "看一下 https://example.org/a?b=1&c=2，谢谢 🙂👩‍💻",
        "@Alice Chen: see https://example.org/x.",
        "mail bob@example.org #nothing @Nobody http:// @Bob Lincoln",
    ];

    private readonly List<CorpusMessage> _messages = [];

    public SampleCorpus()
    {
        People = [Alice, Bob, Ann, Zoe, Eve, Robot];
        General = new("general", "general", CorpusConversationKind.PublicChannel, Start.AddDays(-1), ["alice", "bob", "ann", "zoe", "robot"], false, "News");
        Desk = new("desk", "rates-desk", CorpusConversationKind.PrivateChannel, Start.AddDays(-1), ["alice", "bob", "eve"], true);
        Direct = new("dm", string.Empty, CorpusConversationKind.Direct, Start.AddDays(-1), ["alice", "bob"], false);
        Group = new("group", string.Empty, CorpusConversationKind.GroupDirect, Start.AddDays(-1), ["alice", "bob", "ann"], false);
        FillGeneral();
        FillDesk();
        for (var i = 0; i < 5; i++)
        {
            Say(Direct, i % 2 == 0 ? Alice : Bob, $"direct {i}", Start.AddHours(i));
        }

        Say(Group, Ann, "to the group", Start.AddDays(1));
        Corpus = new Corpus(
            "Harbor Bank", Today, People, [General, Desk, Direct, Group], [.. _messages.OrderBy(m => m.Time)]);
    }

    public static CorpusPerson Alice { get; } = Person("alice", "Alice Chen", CorpusPersonKind.Employee);

    public static CorpusPerson Bob { get; } = Person("bob", "Bob Li", CorpusPersonKind.Employee);

    public static CorpusPerson Ann { get; } = Person("ann", "Ann Left", CorpusPersonKind.Employee) with { ValidTo = Start.AddDays(5) };

    public static CorpusPerson Zoe { get; } = Person("zoe", "Zoe Guest", CorpusPersonKind.Guest);

    public static CorpusPerson Eve { get; } = Person("eve", "Eve Elsewhere", CorpusPersonKind.External) with { Email = "eve@partner.example" };

    public static CorpusPerson Robot { get; } = Person("robot", "TradeBot", CorpusPersonKind.Bot) with { PersonId = null, Email = null };

    public Corpus Corpus { get; }

    public IReadOnlyList<CorpusPerson> People { get; }

    public CorpusConversation General { get; }

    public CorpusConversation Desk { get; }

    public CorpusConversation Direct { get; }

    public CorpusConversation Group { get; }

    public CorpusMessage Message(string id) => Corpus.Messages.Single(m => m.Id == id);

    public CorpusFile File(string id) => Corpus.Messages.SelectMany(m => m.Files ?? []).Single(f => f.Id == id);

    public CorpusMessage[] In(CorpusConversation conversation) => [.. Corpus.Messages.Where(m => m.ConversationId == conversation.Id)];

    private static CorpusPerson Person(string id, string name, CorpusPersonKind kind) =>
        new(id, id, name, $"{id}@harbor.example", "Rates", "Trader", kind, Start.AddDays(-30), null, Start.AddDays(-20));

    private void FillGeneral()
    {
        for (var i = 0; i < 60; i++)
        {
            // Two messages share each instant.
            Say(General, i % 5 == 4 ? Robot : i % 2 == 0 ? Alice : Bob, Texts[i % Texts.Length], Start.AddMinutes(i / 2));
        }

        Say(General, Zoe, string.Empty, Start.AddHours(2), m => m with { Id = "join", Kind = CorpusMessageKind.Join });
        Say(General, Ann, string.Empty, Start.AddHours(2.1), m => m with { Id = "leave", Kind = CorpusMessageKind.Leave });
        Say(General, Alice, "News", Start.AddHours(2.2), m => m with { Id = "topic", Kind = CorpusMessageKind.TopicChange });
        Say(General, Alice, "Lunch where?", Start.AddHours(2.3), m => m with { Id = "unknown", Kind = CorpusMessageKind.Unknown });
        Say(General, Alice, "parent", Start.AddHours(3), m => m with { Id = "parent" });
        for (var i = 0; i < 40; i++)
        {
            Say(General, Bob, $"reply {i}", Start.AddHours(3).AddMinutes(i + 1), m => m with { Id = $"reply-{i}", ThreadOf = i == 7 ? "reply-6" : "parent" });
        }
    }

    private void FillDesk()
    {
        var reacted = new CorpusReaction[] { new("+1", ["alice", "bob", "eve"]), new("eyes", ["bob"]) };
        Say(Desk, Alice, "first words", Start, m => m with
        {
            Id = "edited",
            Edits = [new(Start.AddDays(1), "second words"), new(Start.AddDays(2), "third <words>")],
        });
        Say(Desk, Bob, "gone soon", Start.AddHours(1), m => m with { Id = "recalled", RecalledAt = Start.AddDays(3), Edits = [new(Start.AddHours(2), "gone sooner")] });
        Say(Desk, Bob, "gone parent", Start.AddHours(2), m => m with { Id = "stone", RecalledAt = Start.AddDays(3) });
        Say(Desk, Eve, "left alone", Start.AddHours(3), m => m with { Id = "orphan", ThreadOf = "stone" });
        Say(Desk, Alice, "liked", Start.AddHours(4), m => m with { Id = "liked", Reactions = reacted });
        string[] names = ["plain", "external", "wrong", "cut", "trap"];
        foreach (var name in names)
        {
            var file = new CorpusFile(name, $"{name} P&L.pdf", "application/pdf", [.. Enumerable.Range(0, 5_000).Select(i => (byte)i)]);
            Say(Desk, Alice, string.Empty, Start.AddHours(5), m => m with { Id = $"file-{name}", Files = [file] });
        }
    }

    private void Say(
        CorpusConversation conversation, CorpusPerson sender, string text, DateTimeOffset time, Func<CorpusMessage, CorpusMessage>? with = null)
    {
        var message = new CorpusMessage($"{conversation.Id}-{_messages.Count}", conversation.Id, sender.Id, time, text);
        _messages.Add(with is null ? message : with(message));
    }
}
