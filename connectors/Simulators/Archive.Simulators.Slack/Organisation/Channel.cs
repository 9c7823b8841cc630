using System.Runtime.InteropServices;
using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Slack.Organisation;

/// <summary>Something that happened to a message after it was sent.</summary>
/// <param name="Edit">Index into the message's edits; <see cref="Deletion"/> when the sender deleted it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Change(int Message, int Edit)
{
    public const int Deletion = -1;
}

/// <summary>One emoji given to a message.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReactionEvent(int Message, int Reaction);

/// <param name="Left">Null while the person is a member.</param>
internal sealed record Membership(Account Account, DateTimeOffset Joined, DateTimeOffset? Left)
{
    public bool HasLeft(DateTimeOffset now) => Left <= now;
}

/// <summary>A conversation with its messages in order of <c>ts</c>. Messages are named by their index here. Immutable; what has already
/// happened is asked with <c>until</c>, in microseconds.</summary>
internal sealed class Channel
{
    public required CorpusConversation Source { get; init; }

    public required string Id { get; init; }

    /// <summary>Workspace; the organisation's id for direct conversations, which belong to no workspace.</summary>
    public required string TeamId { get; init; }

    public required string Name { get; init; }

    /// <summary>Microseconds, ascending, unique.</summary>
    public required long[] Times { get; init; }

    public required CorpusMessage[] Messages { get; init; }

    /// <summary>Index of the thread's parent for each message, −1 outside threads and for parents.</summary>
    public required int[] Roots { get; init; }

    /// <summary>Indexes of the replies by index of the parent, ascending.</summary>
    public required IReadOnlyDictionary<int, int[]> Replies { get; init; }

    public required long[] ChangeTimes { get; init; }

    public required Change[] Changes { get; init; }

    public required long[] ReactionTimes { get; init; }

    public required ReactionEvent[] Reactions { get; init; }

    public required IReadOnlyList<Membership> Members { get; init; }

    public bool IsDirect => Source.Kind is CorpusConversationKind.Direct or CorpusConversationKind.GroupDirect;

    public bool IsPrivate => Source.Kind != CorpusConversationKind.PublicChannel;

    /// <summary>"channels", "groups", "mpim" or "im": first half of the Web API's scopes.</summary>
    public string ScopeFamily => Source.Kind switch
    {
        CorpusConversationKind.PublicChannel => "channels",
        CorpusConversationKind.PrivateChannel => "groups",
        CorpusConversationKind.GroupDirect => "mpim",
        _ => "im",
    };

    /// <summary>Value of the Web API's <c>types</c>.</summary>
    public string WebType => Source.Kind switch
    {
        CorpusConversationKind.PublicChannel => "public_channel",
        CorpusConversationKind.PrivateChannel => "private_channel",
        CorpusConversationKind.GroupDirect => "mpim",
        _ => "im",
    };

    public bool IsSent(int message, long until) => Times[message] <= until;

    public bool IsDeleted(int message, long until) => Messages[message].RecalledAt is { } at && Wire.Timestamp.From(at) <= until;

    public bool Stands(int message, long until) => IsSent(message, until) && !IsDeleted(message, until);

    public bool IsReply(int message) => Roots[message] >= 0;

    /// <summary>True for a reply that its author also sent to the channel.</summary>
    public bool IsBroadcast(int message) => IsReply(message) && Messages[message].Kind == CorpusMessageKind.Text
        && StableHash.OneIn(16, Messages[message].Id, "broadcast");

    /// <summary>Replies that exist at that moment, oldest first.</summary>
    public IEnumerable<int> StandingReplies(int root, long until) =>
        Replies.TryGetValue(root, out var replies) ? replies.Where(r => Stands(r, until)) : [];

    /// <summary>A deleted parent that replies keep in place.</summary>
    public bool IsTombstone(int message, long until) =>
        IsSent(message, until) && IsDeleted(message, until) && StandingReplies(message, until).Any();

    /// <summary>Index of the message with exactly that <c>ts</c>, or −1.</summary>
    public int Find(long ts) => Math.Max(-1, Array.BinarySearch(Times, ts));

    /// <summary>Index of the corpus message, or −1. Starts at its time, because equal times were moved apart.</summary>
    public int Find(CorpusMessage message)
    {
        var start = Array.BinarySearch(Times, Wire.Timestamp.From(message.Time));
        for (var i = start < 0 ? ~start : start; i < Messages.Length; i++)
        {
            if (Messages[i].Id == message.Id)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Newest message, edit, deletion or reaction up to that moment; 0 when there is none.</summary>
    public long LastUpdate(long until) => Math.Max(Last(Times, until), Math.Max(Last(ChangeTimes, until), Last(ReactionTimes, until)));

    private static long Last(long[] times, long until)
    {
        var at = Array.BinarySearch(times, until);
        var last = at >= 0 ? at : ~at - 1;
        return last >= 0 ? times[last] : 0;
    }
}
