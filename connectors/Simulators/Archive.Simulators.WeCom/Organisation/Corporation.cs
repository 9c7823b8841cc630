using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.WeCom.Organisation;

/// <summary>The corpus translated into the platform's terms: one corporation with its accounts and rooms.</summary>
internal sealed class Corporation
{
    private readonly Dictionary<string, Account> _bySource;
    private readonly Dictionary<string, Account> _byId;
    private readonly Dictionary<string, Room> _roomsBySource;
    private readonly Dictionary<string, Room> _rooms;

    public Corporation(Corpus.Corpus corpus, WeComSimulatorOptions options)
    {
        Today = corpus.Today;
        Accounts = [.. AccountNames.Of(corpus.People)];
        _bySource = Accounts.ToDictionary(a => a.Source.Id, StringComparer.Ordinal);
        _byId = Accounts.ToDictionary(a => a.Id, StringComparer.OrdinalIgnoreCase);
        Directory = new StaffDirectory(corpus.Organisation, Accounts);
        Seats = new Seats(Accounts, options.Seats, options.ScopeEnds);
        var messages = corpus.Messages.Where(m => m.Kind is CorpusMessageKind.Join or CorpusMessageKind.Leave).OrderBy(m => m.Time).ToLookup(m => m.ConversationId);
        Rooms = [.. corpus.Conversations.Select(c => RoomOf(c, messages[c.Id], options)).OrderBy(r => r.Source.Created)];
        _roomsBySource = Rooms.ToDictionary(r => r.Source.Id, StringComparer.Ordinal);
        _rooms = Rooms.Where(r => !r.IsDirect).ToDictionary(r => r.Id, StringComparer.Ordinal);
    }

    public DateTimeOffset Today { get; }

    public IReadOnlyList<Account> Accounts { get; }

    /// <summary>Oldest first; conversations of two people among them.</summary>
    public IReadOnlyList<Room> Rooms { get; }

    public StaffDirectory Directory { get; }

    public Seats Seats { get; }

    public Account AccountOf(string corpusId) => _bySource[corpusId];

    public Room RoomOf(string corpusId) => _roomsBySource[corpusId];

    public Account? FindAccount(string id) => _byId.GetValueOrDefault(id);

    public Room? FindRoom(string id) => _rooms.GetValueOrDefault(id);

    private Room RoomOf(CorpusConversation conversation, IEnumerable<CorpusMessage> moves, WeComSimulatorOptions options)
    {
        var members = ConversationMembers.Of(conversation, moves, id => _bySource[id].Source).Select(m => Member(m, options)).ToArray();
        var id = conversation.Kind == CorpusConversationKind.Direct ? string.Empty : "wr" + StableHash.Hex32(conversation.Id, "room")[..30];
        return new Room(conversation, id, members);
    }

    private Membership Member(CorpusMembership membership, WeComSimulatorOptions options)
    {
        var account = _bySource[membership.Person.Id];
        var chosen = options.Consents.TryGetValue(membership.Person.Id, out var changes) ? changes : [];
        return new Membership(
            account, membership.Joined, membership.Left, account.IsOutsider ? Membership.AnswersOf(membership.Joined, chosen) : []);
    }
}
