using Archive.Simulators.Corpus;

namespace Archive.Cli.Demo;

/// <summary>Who of the organisation is on which platform: Chinese conversations are on WeCom where clients are in them or two people talk alone, else on Feishu;
/// all others are on Slack. People are where their conversations are.</summary>
/// <param name="Feishu">Null where nothing was said there: a bot that sees no message at all counts as one without rights.</param>
/// <param name="WeCom">Null where nothing was said there.</param>
internal sealed record DemoDivision(Corpus Slack, Corpus? Feishu, Corpus? WeCom)
{
    /// <returns>Parts that together hold every message once. A corpus file names no languages, so all of it is on Slack.</returns>
    public static DemoDivision Of(Corpus corpus)
    {
        var outsiders = corpus.People.Where(p => p.Kind == CorpusPersonKind.External).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        var chinese = corpus.Conversations.Where(c => c.Language == "zh").ToLookup(
            c => c.Kind == CorpusConversationKind.Direct || c.MemberIds.Any(outsiders.Contains), c => c.Id);
        var wecom = chinese[true].ToHashSet(StringComparer.Ordinal);
        var feishu = chinese[false].ToHashSet(StringComparer.Ordinal);
        var (onWeCom, onFeishu) = (FindPart(corpus, wecom), FindPart(corpus, feishu));
        var elsewhere = new[] { onWeCom, onFeishu }.OfType<Corpus>().ToArray();
        if (elsewhere.Length == 0)
        {
            return new DemoDivision(corpus, null, null);
        }

        var taken = elsewhere.SelectMany(part => part.Conversations).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var slack = PartOf(corpus, id => !taken.Contains(id));

        // Who is in no conversation has an account all the same.
        var onSlack = slack.People.Concat(corpus.People.Except(elsewhere.SelectMany(part => part.People))).ToHashSet();
        return new DemoDivision(slack with { People = [.. corpus.People.Where(onSlack.Contains)] }, onFeishu, onWeCom);
    }

    private static Corpus? FindPart(Corpus corpus, HashSet<string> conversations) =>
        PartOf(corpus, conversations.Contains) is { Messages.Count: > 0 } part ? part : null;

    private static Corpus PartOf(Corpus corpus, Func<string, bool> has)
    {
        CorpusConversation[] conversations = [.. corpus.Conversations.Where(c => has(c.Id))];
        CorpusMessage[] messages = [.. corpus.Messages.Where(m => has(m.ConversationId))];
        var people = conversations.SelectMany(c => c.MemberIds)
            .Concat(messages.Select(m => m.SenderId))
            .Concat(messages.SelectMany(m => m.Reactions ?? []).SelectMany(r => r.PersonIds))
            .ToHashSet(StringComparer.Ordinal);
        return corpus with { Conversations = conversations, Messages = messages, People = [.. corpus.People.Where(p => people.Contains(p.Id))] };
    }
}
