namespace Archive.Simulators.Corpus.Bank;

/// <summary>Casts a scene with people of a room and lets them say it.</summary>
internal sealed class ScenePlayer(SeededRandom random, DateTimeOffset today)
{
    private const int ThreadPerMille = 210;

    /// <summary>Null when the room has nobody to play it at the time drawn; the caller draws again.</summary>
    public IReadOnlyList<Draft>? Play(Room room, Scene scene)
    {
        var branch = random.Pick(room.Branches);
        var start = Start(room, branch);
        if (Cast(room, scene, start) is not { } cast)
        {
            return null;
        }

        var drafts = Speak(room, scene, branch, start, cast);
        if (drafts.Count == 0 || drafts[^1].Time >= today)
        {
            return null;
        }

        room.LastStart = start;
        room.LastEnd = drafts[^1].Time;
        room.Played(scene);
        return drafts;
    }

    /// <summary>Half of the scenes follow the room's last one on the same day, some of them before it is over.</summary>
    private DateTimeOffset Start(Room room, Branch branch)
    {
        if (room is { LastStart: { } began, LastEnd: { } ended })
        {
            var next = random.Next(100) switch
            {
                < 14 => began.AddSeconds(random.Between(25, 150)),
                < 52 => ended.AddMinutes(random.Between(6, 95)),
                _ => today,
            };
            if (next < today && !OfficeHours.IsLate(branch, next))
            {
                return next;
            }
        }

        return OfficeHours.Pick(random, branch, room.Conversation.Created.AddDays(1), today);
    }

    private Dictionary<string, Member>? Cast(Room room, Scene scene, DateTimeOffset at)
    {
        var present = room.Members.Where(m => m.CanSpeak(at)).ToList();
        random.Shuffle(present);
        var staff = present.Where(m => m.IsStaff).ToList();
        var clients = present.Where(m => m.Person.Kind == CorpusPersonKind.External).ToList();
        var bot = present.Find(m => m.Person.Kind == CorpusPersonKind.Bot);
        if (staff.Count < scene.StaffRoles.Count || clients.Count < scene.ClientRoles.Count || (scene.NeedsBot && bot is null))
        {
            return null;
        }

        var cast = scene.StaffRoles.Zip(staff).Concat(scene.ClientRoles.Zip(clients))
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        if (scene.NeedsBot)
        {
            cast[SceneLine.Bot] = bot!; // checked above
        }

        return cast;
    }

    private List<Draft> Speak(Room room, Scene scene, Branch branch, DateTimeOffset start, Dictionary<string, Member> cast)
    {
        var speakers = cast.ToDictionary(c => c.Key, c => c.Value.Short(room.Language), StringComparer.Ordinal);
        if (cast.TryGetValue("X", out var client))
        {
            speakers["firm"] = client.Firm ?? "";
        }

        var filler = new SlotFiller(random, room.Language, branch.ToLocal(start), speakers);
        var asThread = room.IsChannel && random.Chance(ThreadPerMille);
        var time = start;
        var drafts = new List<Draft>();
        Draft? top = null;
        foreach (var line in scene.Lines)
        {
            if (line.Optional && random.Chance(500))
            {
                continue;
            }

            var written = random.Pick(line.Variants);
            var parent = top is not null && room.IsChannel && (line.Reply || asThread) ? top : null;
            var draft = new Draft(room, cast[line.Role], time, filler.Fill(written), CorpusMessageKind.Text)
            {
                Parent = parent,
                Flagged = line.Flagged,
                Personal = SlotFiller.IsPersonal(written),
                File = line.FileName is { } name ? FileMaker.Make(random, filler.Fill(name), room.Language) : null,
            };
            drafts.Add(draft);
            top = parent is null ? draft : top;
            time = time.AddSeconds(Pause(draft, parent)).AddTicks(10 * random.Next(1_000_000));
        }

        return drafts;
    }

    private int Pause(Draft draft, Draft? parent) => random.Next(10) switch
    {
        0 => random.Between(180, 900),
        _ when parent is not null => random.Between(40, 420),
        _ => random.Between(4, 20) + (draft.Text.Length / 3) + random.Next(60),
    };
}
