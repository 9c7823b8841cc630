using Archive.Simulators.Corpus.Bank;

namespace Archive.Simulators.Corpus;

/// <summary>Writes the chat of an invented bank: the data of the demo. The same count and seed give the same corpus on every
/// machine. All people, firms and numbers in it are made up.</summary>
public static class BankCorpusGenerator
{
    /// <summary>Largest corpus: some seconds and some hundred MB of memory.</summary>
    public const int MaxMessages = 2_000_000;

    private const int AlertPerMille = 5;
    private const int PersonalPerMille = 35;

    private static readonly DateTimeOffset Start = new(2019, 10, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Today = new(2026, 10, 30, 18, 0, 0, TimeSpan.Zero);

    /// <param name="messages">Exact number of <see cref="CorpusMessage"/>, 0 to <see cref="MaxMessages"/>.</param>
    /// <param name="seed">The people and conversations depend on the seed alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    public static Corpus Generate(int messages, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(messages);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(messages, MaxMessages);
        var root = new SeededRandom((ulong)(uint)seed);
        var people = new StaffDirectory(new SeededRandom(root.NextUInt64()), Start, Today).All;
        var rooms = new RoomPlan(new SeededRandom(root.NextUInt64()), people, Start).Rooms;
        var random = new SeededRandom(root.NextUInt64());

        var drafts = new List<Draft>(messages + 16);
        drafts.AddRange(new HouseEvents(random, rooms, Today).Make(messages));
        Talk(drafts, rooms, random, messages);
        var afterlife = new Afterlife(random, Today);
        drafts.ForEach(afterlife.Befall);

        return new Corpus(
            "Harbor Bank 海湾银行",
            Today,
            [.. people.Select(m => m.Person)],
            [.. rooms.Select(r => r.Conversation)],
            Finish(drafts));
    }

    /// <summary>Plays scenes until the count is reached. Which language and kind comes next follows from what is short so far.</summary>
    private static void Talk(List<Draft> drafts, IReadOnlyList<Room> rooms, SeededRandom random, int messages)
    {
        var player = new ScenePlayer(random, Today);
        var english = rooms.Where(r => !r.Language.IsChinese).SelectMany(r => Enumerable.Repeat(r, r.Weight)).ToList();
        var chinese = rooms.Where(r => r.Language.IsChinese).SelectMany(r => Enumerable.Repeat(r, r.Weight)).ToList();
        var alerts = new AlertRota(random, rooms);
        int balance = 0, flagged = 0, personal = 0;
        while (drafts.Count < messages)
        {
            var kind = flagged * 1000 < drafts.Count * (long)AlertPerMille - 1000 ? SceneKind.Alert
                : personal * 1000 < drafts.Count * (long)PersonalPerMille - 1000 ? SceneKind.Personal
                : SceneKind.Ordinary;
            var room = random.Pick(balance > 0 ? chinese : english);
            var scene = kind == SceneKind.Alert ? alerts.Next(room.Language, out room) : room.ChooseScene(random, kind);
            if (scene is null || player.Play(room, scene) is not { } spoken)
            {
                continue;
            }

            alerts.Played(scene);

            foreach (var draft in spoken.Take(messages - drafts.Count))
            {
                drafts.Add(draft);
                balance += room.Language.IsChinese ? -1 : 1;
                flagged += draft.Flagged ? 1 : 0;
                personal += draft.Personal ? 1 : 0;
            }
        }
    }

    /// <summary>Orders by time, makes times distinct to the microsecond (platforms use them as keys) and numbers the messages.</summary>
    private static List<CorpusMessage> Finish(List<Draft> drafts)
    {
        var ordered = drafts.OrderBy(d => d.Time).ToList();
        var last = DateTimeOffset.MinValue;
        var files = 0;
        for (var i = 0; i < ordered.Count; i++)
        {
            var draft = ordered[i];
            draft.Time = last = draft.Time > last ? draft.Time : last.AddMicroseconds(1);
            draft.Id = $"m{i + 1:D7}";
        }

        return [.. ordered.Select(d => new CorpusMessage(
            d.Id, d.Room.Conversation.Id, d.Sender.Person.Id, d.Time, d.Text, d.Kind, d.Parent?.Id,
            d.Edits.Count > 0 ? d.Edits : null,
            d.RecalledAt,
            d.Reactions.Count > 0 ? d.Reactions : null,
            d.File is { } file ? [new CorpusFile($"f{++files:D6}", file.Name, file.MimeType, file.Content)] : null))];
    }
}
