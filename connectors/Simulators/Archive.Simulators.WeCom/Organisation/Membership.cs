namespace Archive.Simulators.WeCom.Organisation;

/// <param name="Left">Null while the account is in the room.</param>
/// <param name="Answers">What an outsider said to being archived, oldest first; empty for everybody else.</param>
internal sealed record Membership(Account Account, DateTimeOffset Joined, DateTimeOffset? Left, IReadOnlyList<ConsentChange> Answers)
{
    public bool Covers(DateTimeOffset time) => Joined <= time && !(Left <= time);

    /// <summary>The latest answer up to that moment; null before the first.</summary>
    public ConsentChange? AnswerAt(DateTimeOffset time)
    {
        ConsentChange? latest = null;
        foreach (var answer in Answers)
        {
            latest = answer.At <= time ? answer : latest;
        }

        return latest;
    }

    /// <summary>The first answer is given on coming in; the later ones when they were chosen to be.</summary>
    public static IReadOnlyList<ConsentChange> AnswersOf(DateTimeOffset joined, IReadOnlyList<ConsentChange> chosen)
    {
        var ordered = chosen.OrderBy(c => c.At).ToArray();
        var first = ordered.LastOrDefault(c => c.At <= joined)?.Agrees ?? true;
        return [new ConsentChange(joined, first), .. ordered.Where(c => c.At > joined)];
    }
}
