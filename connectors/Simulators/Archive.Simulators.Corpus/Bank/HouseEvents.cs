namespace Archive.Simulators.Corpus.Bank;

/// <summary>Joins, leaves, changes of topic, and items of a kind that no archive knows yet.</summary>
internal sealed class HouseEvents(SeededRandom random, IReadOnlyList<Room> rooms, DateTimeOffset today)
{
    private const int EventPerMille = 16;
    private const int TopicPerMille = 3;
    private const int UnknownPerMille = 1;

    /// <summary>Events for a corpus of <paramref name="messages"/> messages, in no order.</summary>
    public IReadOnlyList<Draft> Make(int messages)
    {
        var comings = rooms.Where(r => r.IsChannel).SelectMany(Comings).ToList();
        random.Shuffle(comings);
        var events = comings.Take(messages * EventPerMille / 1000).ToList();
        events.AddRange(Topics(messages * TopicPerMille / 1000));
        var unknown = ((messages * UnknownPerMille) + 500) / 1000;
        events.AddRange(Speakers(rooms, unknown).Select(s =>
            new Draft(s.Room, s.Member, s.Time, random.Pick(s.Room.Language.Words("unknown")), CorpusMessageKind.Unknown)));
        return events;
    }

    private IEnumerable<Draft> Comings(Room room)
    {
        foreach (var member in room.Members.Where(m => m.Person.Kind != CorpusPersonKind.Bot))
        {
            var join = (member.Person.ValidFrom > room.Conversation.Created ? member.Person.ValidFrom : room.Conversation.Created)
                .AddMinutes(random.Between(5, 240)).AddTicks(random.Next(6_000_000) * 10L);
            var leave = member.Person.ValidTo?.AddMinutes(-random.Between(20, 200));
            if (leave is null || join < leave)
            {
                yield return Say(room, member, join, "joined", CorpusMessageKind.Join);
            }

            if (leave is { } at && join < at)
            {
                yield return Say(room, member, at, "left", CorpusMessageKind.Leave);
            }
        }
    }

    private IEnumerable<Draft> Topics(int count)
    {
        var channels = rooms.Where(r => r.IsChannel).ToList();
        foreach (var (room, member, time) in Speakers(channels, count).OrderBy(s => s.Time))
        {
            var topic = random.Pick(room.Language.Words("topic"));
            room.Conversation = room.Conversation with { Topic = topic };
            yield return new Draft(room, member, time, topic, CorpusMessageKind.TopicChange);
        }
    }

    private List<(Room Room, Member Member, DateTimeOffset Time)> Speakers(IReadOnlyList<Room> among, int count)
    {
        var found = new List<(Room, Member, DateTimeOffset)>(count);
        while (found.Count < count)
        {
            var room = random.Pick(among);
            var time = OfficeHours.Pick(random, random.Pick(room.Branches), room.Conversation.Created, today);
            var present = room.Members.Where(m => m.IsStaff && m.CanSpeak(time)).ToList();
            if (present.Count > 0 && time < today)
            {
                found.Add((room, random.Pick(present), time));
            }
        }

        return found;
    }

    private static Draft Say(Room room, Member member, DateTimeOffset time, string list, CorpusMessageKind kind) =>
        new(room, member, time, room.Language.Words(list)[0].Replace("{name}", member.Person.Name, StringComparison.Ordinal), kind);
}
