namespace Archive.Simulators.Corpus.Bank;

/// <summary>A conversation being filled.</summary>
internal sealed class Room(CorpusConversation conversation, Language language, string desk, IReadOnlyList<Member> members, int weight)
{
    private readonly Dictionary<Scene, int> played = new(ReferenceEqualityComparer.Instance);

    private readonly ILookup<SceneKind, Scene> fitting = language.Scenes.Where(s => Suits(s, conversation, desk, members)).ToLookup(s => s.Kind);

    private readonly ILookup<SceneKind, Scene> own = language.Scenes
        .Where(s => s.Desks.Contains(desk, StringComparer.Ordinal) && Suits(s, conversation, desk, members)).ToLookup(s => s.Kind);

    public CorpusConversation Conversation { get; set; } = conversation;

    public Language Language { get; } = language;

    /// <summary>"any" for rooms that belong to no desk.</summary>
    public string Desk { get; } = desk;

    public IReadOnlyList<Member> Members { get; } = members;

    /// <summary>How often it is chosen, relative to the others.</summary>
    public int Weight { get; } = weight;

    public IReadOnlyList<Branch> Branches { get; } = [.. members.Where(m => m.IsStaff).Select(m => m.Branch).Distinct()];

    public DateTimeOffset? LastStart { get; set; }

    public DateTimeOffset? LastEnd { get; set; }

    public bool IsChannel => Conversation.Kind is CorpusConversationKind.PublicChannel or CorpusConversationKind.PrivateChannel;

    public bool Offers(Scene scene) => fitting[scene.Kind].Contains(scene);

    /// <summary>Of three drawn, the one played least here, so that a reader scrolling up seldom meets the same script.</summary>
    public Scene? ChooseScene(SeededRandom random, SceneKind kind)
    {
        var pool = own[kind].Skip(1).Any() && random.Chance(700) ? own[kind] : fitting[kind];
        if (pool.ToList() is not { Count: > 0 } scenes)
        {
            return null;
        }

        var best = random.Pick(scenes);
        for (var draw = 1; draw < 3; draw++)
        {
            var other = random.Pick(scenes);
            best = played.GetValueOrDefault(other) < played.GetValueOrDefault(best) ? other : best;
        }

        return best;
    }

    /// <summary>A scene with an attachment counts double: most of chat has none.</summary>
    public void Played(Scene scene) => played[scene] = played.GetValueOrDefault(scene) + (scene.HasFile ? 2 : 1);

    private static bool Suits(Scene scene, CorpusConversation conversation, string desk, IReadOnlyList<Member> members) =>
        (scene.Desks.Contains("any", StringComparer.Ordinal) || scene.Desks.Contains(desk, StringComparer.Ordinal))
        && conversation.External == (scene.ClientRoles.Count > 0)
        && scene.StaffRoles.Count <= members.Count(m => m.IsStaff)
        && (!scene.NeedsBot || members.Any(m => m.Person.Kind == CorpusPersonKind.Bot));
}
