namespace Archive.Simulators.Corpus;

/// <summary>Which messages of a conversation reply to which. Messages are named by their index in order of time.</summary>
/// <param name="Roots">Index of the thread's first message for each message, −1 outside threads and for first messages.</param>
/// <param name="Replies">Indexes of the replies by index of the first message, ascending.</param>
public sealed record ConversationThreads(int[] Roots, IReadOnlyDictionary<int, int[]> Replies)
{
    /// <param name="messages">All of one conversation, in order of time.</param>
    public static ConversationThreads Of(IReadOnlyList<CorpusMessage> messages)
    {
        var wanted = messages.Where(m => m.ThreadOf is not null).Select(m => m.ThreadOf!).ToHashSet(StringComparer.Ordinal);
        var roots = new int[messages.Count];
        Array.Fill(roots, -1);
        if (wanted.Count == 0)
        {
            return new ConversationThreads(roots, new Dictionary<int, int[]>());
        }

        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < messages.Count; i++)
        {
            if (wanted.Contains(messages[i].Id))
            {
                indexes[messages[i].Id] = i;
            }
        }

        for (var i = 0; i < messages.Count; i++)
        {
            // A reply to a reply belongs to the thread of the first message. A parent elsewhere or later makes no thread on any platform.
            if (messages[i].ThreadOf is { } parent && indexes.TryGetValue(parent, out var root) && root < i)
            {
                roots[i] = roots[root] >= 0 ? roots[root] : root;
            }
        }

        var replies = Enumerable.Range(0, messages.Count).Where(i => roots[i] >= 0)
            .GroupBy(i => roots[i]).ToDictionary(g => g.Key, g => g.ToArray());
        return new ConversationThreads(roots, replies);
    }
}
