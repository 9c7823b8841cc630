using Archive.Simulators.Corpus;
using Archive.Simulators.Slack.Wire;

namespace Archive.Simulators.Slack.Organisation;

/// <summary>Puts a conversation's messages into the order and the index that the methods read.</summary>
internal sealed class ChannelBuilder(DateTimeOffset today, IReadOnlyDictionary<string, Account> accounts)
{
    /// <summary>The corpus does not say when reactions were given; the simulator lets them follow the message at this distance.</summary>
    private static readonly TimeSpan ReactionGap = TimeSpan.FromSeconds(20);

    public Channel Build(CorpusConversation source, string id, string teamId, string name, IEnumerable<CorpusMessage> messages)
    {
        // OrderBy is stable: messages of one instant keep the corpus' order.
        var ordered = messages.OrderBy(m => m.Time).ToArray();
        var times = ordered.Select(m => Timestamp.From(m.Time)).ToArray();
        MakeUnique(times);
        var (roots, replies) = Threads(ordered);
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
            Members = [.. MembersOf(source, ordered)],
        };
    }

    /// <summary>When a reaction appears: some seconds after its message, but never after the corpus' own end.</summary>
    public static long ReactionTime(CorpusMessage message, int reaction, DateTimeOffset today)
    {
        var at = message.Time + ((reaction + 1) * ReactionGap);
        return Timestamp.From(at <= today ? at : message.Time > today ? message.Time : today);
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

    private static (int[] Roots, Dictionary<int, int[]> Replies) Threads(CorpusMessage[] messages)
    {
        var wanted = messages.Where(m => m.ThreadOf is not null).Select(m => m.ThreadOf!).ToHashSet(StringComparer.Ordinal);
        var roots = new int[messages.Length];
        Array.Fill(roots, -1);
        if (wanted.Count == 0)
        {
            return (roots, []);
        }

        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < messages.Length; i++)
        {
            if (wanted.Contains(messages[i].Id))
            {
                indexes[messages[i].Id] = i;
            }
        }

        for (var i = 0; i < messages.Length; i++)
        {
            // A reply to a reply belongs to the thread of the first message. A parent elsewhere or later is no thread on this platform.
            if (messages[i].ThreadOf is { } parent && indexes.TryGetValue(parent, out var root) && root < i)
            {
                roots[i] = roots[root] >= 0 ? roots[root] : root;
            }
        }

        var replies = Enumerable.Range(0, messages.Length).Where(i => roots[i] >= 0)
            .GroupBy(i => roots[i]).ToDictionary(g => g.Key, g => g.ToArray());
        return (roots, replies);
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
                yield return (ReactionTime(messages[i], r, today), new ReactionEvent(i, r));
            }
        }
    }

    private IEnumerable<Membership> MembersOf(CorpusConversation source, CorpusMessage[] messages)
    {
        var moves = messages.Where(m => m.Kind is CorpusMessageKind.Join or CorpusMessageKind.Leave).ToLookup(m => m.SenderId);
        foreach (var personId in source.MemberIds)
        {
            var account = accounts[personId];
            var joined = moves[personId].FirstOrDefault(m => m.Kind == CorpusMessageKind.Join)?.Time
                ?? (account.Source.ValidFrom > source.Created ? account.Source.ValidFrom : source.Created);
            var left = moves[personId].LastOrDefault() is { Kind: CorpusMessageKind.Leave } leave ? leave.Time : account.Source.ValidTo;
            yield return new Membership(account, joined, left < account.Source.ValidTo ? left : account.Source.ValidTo ?? left);
        }
    }
}
