namespace Archive.Simulators.Corpus.Bank;

/// <summary>Channels from the table, then direct conversations between people of one desk.</summary>
internal sealed class RoomPlan
{
    private const int Directs = 26;
    private const int Groups = 13;

    private readonly SeededRandom random;
    private readonly IReadOnlyList<Member> everybody;
    private readonly IReadOnlyList<Member> staff;
    private readonly DateTimeOffset start;
    private readonly List<Room> rooms = [];

    public RoomPlan(SeededRandom random, IReadOnlyList<Member> everybody, DateTimeOffset start)
    {
        this.random = random;
        this.everybody = everybody;
        this.start = start;
        staff = [.. everybody.Where(m => m.IsStaff)];
        foreach (var row in Resources.Rows("Data/channels.txt"))
        {
            AddChannel(row);
        }

        for (var i = 0; i < Directs + Groups; i++)
        {
            AddDirect(i % 3 == 2 ? random.Between(3, 5) : 2);
        }
    }

    public IReadOnlyList<Room> Rooms => rooms;

    private void AddChannel(string[] row)
    {
        var branches = row[4].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var size = int.Parse(row[5], System.Globalization.CultureInfo.InvariantCulture);
        var shared = row[1] == "shared";
        var members = Draw(staff.Where(m => m.Desk == row[3] && branches.Contains(m.Branch.Code, StringComparer.Ordinal)), size);
        members.AddRange(Draw(staff.Where(m => branches.Contains(m.Branch.Code, StringComparer.Ordinal) && !members.Contains(m)), size - members.Count));
        var bots = row[6].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        members.AddRange(everybody.Where(m => m.Person.Kind == CorpusPersonKind.Bot && bots.Contains(m.Firm, StringComparer.Ordinal)));
        if (shared)
        {
            members.AddRange(everybody.Where(m => m.Person.Kind == CorpusPersonKind.External && m.Firm == row[8]));
        }

        var kind = row[1] == "public" ? CorpusConversationKind.PublicChannel : CorpusConversationKind.PrivateChannel;
        var created = Opening(members).AddDays(random.Chance(650) ? random.Next(40) : random.Next(1500));
        Open("c", row[0], kind, created, members, shared, row[7], Language.Get(row[2]), row[3], row[1] switch { "public" => 6, "private" => 5, _ => 4 });
    }

    private void AddDirect(int size)
    {
        var first = random.Pick(staff);
        var chinese = first.Branch.IsMainland || (first.Branch.Code == "HK" && random.Chance(400));
        var circle = staff.Where(m => m != first && m.Desk == first.Desk && (!chinese || m.Branch.OffsetHours == 8)
            && m.Person.ValidTo is null && (chinese || !m.Branch.IsMainland)).ToList();
        var members = Draw(circle, size - 1);
        members.Insert(0, first);
        if (members.Count < size || first.Person.ValidTo is not null)
        {
            AddDirect(size);
            return;
        }

        var created = members.Max(m => m.Person.ValidFrom).AddDays(random.Between(1, 60)).AddMinutes(random.Between(30, 500));
        var kind = size == 2 ? CorpusConversationKind.Direct : CorpusConversationKind.GroupDirect;
        Open("d", "", kind, created, members, external: false, topic: null, chinese ? Language.Chinese : Language.English, first.Desk, size == 2 ? 3 : 4);
    }

    private void Open(
        string prefix, string name, CorpusConversationKind kind, DateTimeOffset created, List<Member> members, bool external,
        string? topic, Language language, string desk, int weight)
    {
        var id = $"{prefix}-{rooms.Count + 1:D3}";
        var conversation = new CorpusConversation(id, name, kind, created, [.. members.Select(m => m.Person.Id)], external, topic, language.Code);
        rooms.Add(new Room(conversation, language, desk, members, weight));
    }

    /// <summary>The earliest moment at which three people could be in the room.</summary>
    private DateTimeOffset Opening(List<Member> members)
    {
        var third = members.Where(m => m.IsStaff).Select(m => m.Person.ValidFrom).Order().ElementAt(2);
        return (third > start ? third : start).AddHours(1);
    }

    private List<Member> Draw(IEnumerable<Member> from, int count)
    {
        var pool = from.ToList();
        random.Shuffle(pool);
        return [.. pool.Take(Math.Max(count, 0))];
    }
}
