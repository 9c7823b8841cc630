using Archive.Simulators.Corpus;

namespace Archive.Cli.Demo;

/// <summary>Who of the organisation is on which platform: Chinese conversations on Feishu, all others on Slack, and their people with them.</summary>
internal static class DemoDivision
{
    /// <returns>Both parts together hold every message once. Feishu is null where nothing was said in a Chinese conversation: a bot that sees no message at
    /// all counts as one without rights. A corpus file names no languages, so all of it is on Slack.</returns>
    public static (Corpus Slack, Corpus? Feishu) Of(Corpus corpus)
    {
        var there = corpus.Conversations.Where(IsOnFeishu).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var feishu = PartOf(corpus, there.Contains);
        if (feishu.Messages.Count == 0)
        {
            return (corpus, null);
        }

        var slack = PartOf(corpus, id => !there.Contains(id));

        // Who is in no conversation has an account all the same.
        var onSlack = slack.People.Concat(corpus.People.Except(feishu.People)).ToHashSet();
        return (slack with { People = [.. corpus.People.Where(onSlack.Contains)] }, feishu);
    }

    /// <summary>The platform lists no 1:1 chats to an app, so those stay where they can be read.</summary>
    private static bool IsOnFeishu(CorpusConversation conversation) =>
        conversation is { Language: "zh", Kind: not CorpusConversationKind.Direct };

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
