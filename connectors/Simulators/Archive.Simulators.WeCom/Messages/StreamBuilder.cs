using Archive.Simulators.WeCom.Organisation;

namespace Archive.Simulators.WeCom.Messages;

/// <summary>Makes the stream of a corporation: what was said in its corpus and what clients answered when they were asked.</summary>
internal static class StreamBuilder
{
    public static MessageStream Build(Corpus.Corpus corpus, Corporation corporation, WeComSimulatorOptions options)
    {
        var wanted = corpus.Messages.Select(m => m.ThreadOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var roots = corpus.Messages.Where(m => wanted.Contains(m.Id)).ToDictionary(m => m.Id, StringComparer.Ordinal);
        var maker = new MessageMaker(corporation, options, roots);

        // OrderBy is stable: consents come before what is said in the same instant, and messages of one instant keep the corpus' order.
        var said = corpus.Messages.OrderBy(m => m.Time).SelectMany(maker.Make);
        return new MessageStream(corporation.Rooms.SelectMany(Answers).Concat(said).OrderBy(m => m.Time), corporation, options);
    }

    private static IEnumerable<SentMessage> Answers(Room room) =>
        from member in room.Members
        from answer in member.Answers
        select new SentMessage(
            $"{room.Source.Id} {member.Account.Source.Id} {answer.At.UtcTicks}",
            room,
            member.Account,
            answer.Agrees ? MessageForm.Agree : MessageForm.Disagree,
            answer.At,
            null);
}
