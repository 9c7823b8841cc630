namespace Archive.Simulators.Corpus.Bank;

internal enum SceneKind
{
    Ordinary,

    /// <summary>Holds a line that an examiner would search for.</summary>
    Alert,

    /// <summary>Somebody types personal data.</summary>
    Personal,
}

/// <summary>A scripted exchange; see the README of the project for its written form.</summary>
internal sealed record Scene(string Name, SceneKind Kind, IReadOnlyList<string> Desks, IReadOnlyList<SceneLine> Lines)
{
    public IReadOnlyList<string> StaffRoles { get; } = [.. Lines.Select(l => l.Role).Where(r => r[0] is >= 'A' and <= 'D').Distinct()];

    public IReadOnlyList<string> ClientRoles { get; } = [.. Lines.Select(l => l.Role).Where(r => r[0] is 'X' or 'Y').Distinct()];

    public bool HasFile { get; } = Lines.Any(l => l.FileName is not null);

    public bool NeedsBot { get; } = Lines.Any(l => l.Role == SceneLine.Bot);
}

/// <param name="Role">A to D staff, X and Y clients, "bot".</param>
/// <param name="Variants">One is chosen each time.</param>
/// <param name="Optional">Left out half of the time.</param>
/// <param name="Reply">Answers, in a thread, the last line that is not itself a reply.</param>
/// <param name="Flagged">What an examiner would search for.</param>
/// <param name="FileName">Attachment, with slots; null for none.</param>
internal sealed record SceneLine(
    string Role, IReadOnlyList<string> Variants, bool Optional, bool Reply, bool Flagged, string? FileName)
{
    public const string Bot = "bot";
}
