namespace Archive.Simulators.Corpus.Bank;

/// <summary>A conversation being filled.</summary>
internal sealed class Room(CorpusConversation conversation, Language language, string desk, IReadOnlyList<Member> members, int weight)
{
    private readonly Dictionary<string, int> played = new(StringComparer.Ordinal);

    public CorpusConversation Conversation { get; set; } = conversation;

    public Language Language { get; } = language;

    /// <summary>"any" for rooms that belong to no desk.</summary>
    public string Desk { get; } = desk;

    public IReadOnlyList<Member> Members { get; } = members;

    /// <summary>How often it is chosen, relative to the others.</summary>
    public int Weight { get; } = weight;

    public IReadOnlyList<Branch> Branches { get; } = [.. members.Where(m => m.IsStaff).Select(m => m.Branch).Distinct()];

    public IReadOnlyList<Scene> Scenes { get; } = [.. language.Scenes.Where(s => Suits(s, conversation, desk, members))];

    public DateTimeOffset? LastStart { get; set; }

    public DateTimeOffset? LastEnd { get; set; }

    public bool IsChannel => Conversation.Kind is CorpusConversationKind.PublicChannel or CorpusConversationKind.PrivateChannel;

    /// <summary>Of three drawn, the one played least here, so that a reader scrolling up seldom meets the same script.</summary>
    public Scene? ChooseScene(SeededRandom random, SceneKind kind)
    {
        var fitting = Scenes.Where(s => s.Kind == kind).ToList();
        if (fitting.Count == 0)
        {
            return null;
        }

        var own = fitting.Where(s => s.Desks.Contains(Desk, StringComparer.Ordinal)).ToList();
        var pool = own.Count > 1 && random.Chance(700) ? own : fitting;
        return Enumerable.Range(0, 3).Select(_ => random.Pick(pool)).MinBy(s => played.GetValueOrDefault(s.Name));
    }

    public void Played(Scene scene) => played[scene.Name] = played.GetValueOrDefault(scene.Name) + 1;

    private static bool Suits(Scene scene, CorpusConversation conversation, string desk, IReadOnlyList<Member> members) =>
        (scene.Desks.Contains("any", StringComparer.Ordinal) || scene.Desks.Contains(desk, StringComparer.Ordinal))
        && conversation.External == (scene.ClientRoles.Count > 0)
        && scene.StaffRoles.Count <= members.Count(m => m.IsStaff)
        && (!scene.NeedsBot || members.Any(m => m.Person.Kind == CorpusPersonKind.Bot));
}
