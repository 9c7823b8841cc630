using Archive.Simulators.Corpus;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Organisation;

/// <summary>Puts a conversation's messages into the order and the index that the methods read.</summary>
internal sealed class ChannelBuilder(DateTimeOffset today, IReadOnlyDictionary<string, Account> accounts)
{
    public Channel Build(CorpusConversation source, string id, string teamId, string name, IEnumerable<CorpusMessage> messages)
    {
        // OrderBy is stable: messages of one instant keep the corpus' order.
        var ordered = messages.OrderBy(m => m.Time).ToArray();
        var times = ordered.Select(m => Timestamp.From(m.Time)).ToArray();
        MakeUnique(times);
        var (roots, replies) = ConversationThreads.Of(ordered);
        var (changeTimes, changes) = Sorted(ChangesOf(ordered));
        var (reactionTimes, reactions) = Sorted(ReactionsOf(ordered));
        return new Channel
        {
            Source = source,
            Id = id,
            TeamId = teamId,
            Name = name,
            Times = times,
            Messages = ordered,
            Roots = roots,
            Replies = replies,
            ChangeTimes = changeTimes,
            Changes = changes,
            ReactionTimes = reactionTimes,
            Reactions = reactions,
            Members = [.. ConversationMembers.Of(source, ordered, id => accounts[id].Source).Select(m => new Membership(accounts[m.Person.Id], m.Joined, m.Left))],
        };
    }

    private static void MakeUnique(long[] times)
    {
        for (var i = 1; i < times.Length; i++)
        {
            times[i] = Math.Max(times[i], times[i - 1] + 1);
        }
    }

    private static (long[] Times, T[] Items) Sorted<T>(IEnumerable<(long Time, T Item)> items)
    {
        var sorted = items.OrderBy(i => i.Time).ToArray();
        var times = sorted.Select(i => i.Time).ToArray();
        MakeUnique(times);
        return (times, [.. sorted.Select(i => i.Item)]);
    }

    private static IEnumerable<(long Time, Change Item)> ChangesOf(CorpusMessage[] messages)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            for (var e = 0; e < (messages[i].Edits?.Count ?? 0); e++)
            {
                yield return (Timestamp.From(messages[i].Edits![e].Time), new Change(i, e));
            }

            if (messages[i].RecalledAt is { } recalled)
            {
                yield return (Timestamp.From(recalled), new Change(i, Change.Deletion));
            }
        }
    }

    private IEnumerable<(long Time, ReactionEvent Item)> ReactionsOf(CorpusMessage[] messages)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            for (var r = 0; r < (messages[i].Reactions?.Count ?? 0); r++)
            {
                yield return (Timestamp.From(ReactionTimes.Of(messages[i], r, today)), new ReactionEvent(i, r));
            }
        }
    }
}
