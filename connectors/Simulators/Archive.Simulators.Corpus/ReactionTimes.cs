namespace Archive.Simulators.Corpus;

/// <summary>The corpus does not say when reactions were given; simulators let them follow the message at a fixed distance.</summary>
public static class ReactionTimes
{
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(20);

    /// <summary>When a reaction appears: some seconds after its message, but never after the corpus' own end.</summary>
    public static DateTimeOffset Of(CorpusMessage message, int reaction, DateTimeOffset today)
    {
        var at = message.Time + ((reaction + 1) * Gap);
        return at <= today ? at : message.Time > today ? message.Time : today;
    }
}
