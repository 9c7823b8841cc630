namespace Archive.Simulators.Corpus.Bank;

/// <summary>A message before it has its id, which follows the order in time of the finished corpus.</summary>
internal sealed class Draft(Room room, Member sender, DateTimeOffset time, string text, CorpusMessageKind kind)
{
    public Room Room { get; } = room;

    public Member Sender { get; } = sender;

    public DateTimeOffset Time { get; set; } = time;

    public string Text { get; set; } = text;

    public CorpusMessageKind Kind { get; } = kind;

    public Draft? Parent { get; init; }

    /// <summary>What an examiner would search for.</summary>
    public bool Flagged { get; init; }

    /// <summary>Holds personal data.</summary>
    public bool Personal { get; init; }

    public string Id { get; set; } = "";

    public List<CorpusEdit> Edits { get; } = [];

    public DateTimeOffset? RecalledAt { get; set; }

    public List<CorpusReaction> Reactions { get; } = [];

    public (string Name, string MimeType, byte[] Content)? File { get; init; }
}
