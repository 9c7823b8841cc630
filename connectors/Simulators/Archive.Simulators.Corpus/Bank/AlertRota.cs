namespace Archive.Simulators.Corpus.Bank;

/// <summary>Alerts are so few that chance would leave some out; they take turns instead, each in a room that suits it.</summary>
internal sealed class AlertRota(SeededRandom random, IReadOnlyList<Room> rooms)
{
    private readonly Dictionary<Scene, int> played = new(ReferenceEqualityComparer.Instance);

    /// <summary>The alert played least so far, a random one of several.</summary>
    public Scene Next(Language language, out Room room)
    {
        var alerts = language.Scenes.Where(s => s.Kind == SceneKind.Alert).ToList();
        random.Shuffle(alerts);
        var scene = alerts.MinBy(s => played.GetValueOrDefault(s))
            ?? throw new InvalidOperationException("A language has no alert scenes.");
        var suiting = rooms.Where(r => r.Language == language && r.Offers(scene)).ToList();
        room = suiting.Count > 0
            ? random.Pick(suiting)
            : throw new InvalidOperationException($"No conversation suits the scene {scene.Name}.");
        return scene;
    }

    public void Played(Scene scene) => played[scene] = played.GetValueOrDefault(scene) + 1;
}
