using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Organisation;

/// <summary>A message of the platform. A corpus message with a text and files is several: each file is a message of its own here.</summary>
/// <param name="File">For <see cref="MessageForm.File"/> and the forms with a resource.</param>
internal sealed record SentMessage(string Id, Chat Chat, CorpusMessage Source, MessageForm Form, DateTimeOffset Time, Resource? File = null)
{
    /// <summary>First message of the chain of replies, and the one answered to; null outside.</summary>
    public SentMessage? Root { get; set; }

    public SentMessage? Parent { get; set; }

    /// <summary>Null outside threads. A chain of quoting replies is no thread.</summary>
    public MessageThread? Thread { get; set; }

    /// <summary>What a <see cref="MessageForm.MergeForward"/> holds.</summary>
    public IReadOnlyList<SentMessage> Forwarded { get; set; } = [];

    /// <summary>The merged message that holds this one; null for messages of a chat.</summary>
    public SentMessage? Upper { get; set; }

    /// <summary>Follows a corpus message without being a part of it.</summary>
    public bool IsExtra => Form >= MessageForm.MergeForward;

    public long Milliseconds => Time.ToUnixTimeMilliseconds();

    /// <summary>Id of the first of the messages that a corpus message becomes.</summary>
    public static string IdOf(CorpusMessage source) => "om_" + StableHash.Hex32(source.Id, "message");

    // Messages know each other in circles; they are compared by identity.
    public bool Equals(SentMessage? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    public bool IsSent(DateTimeOffset now) => Time <= now;

    public bool IsRecalled(DateTimeOffset now) => !IsExtra && Upper is null && Source.RecalledAt <= now;

    /// <summary>Index of the last edit up to that moment; −1 for the text as first sent.</summary>
    public int EditAt(DateTimeOffset now)
    {
        var last = -1;
        if (Form is MessageForm.Text or MessageForm.Post or MessageForm.Card && Source.Edits is { } edits)
        {
            while (last + 1 < edits.Count && edits[last + 1].Time <= now)
            {
                last++;
            }
        }

        return last;
    }
}

/// <summary>A thread of a group: <paramref name="Replies"/> are not in the chat's own history.</summary>
internal sealed record MessageThread(string Id, SentMessage Root, IReadOnlyList<SentMessage> Replies)
{
    /// <summary>A thread begins with its first reply; until then its root is an ordinary message.</summary>
    public bool HasBegun(DateTimeOffset now) => Replies[0].IsSent(now);
}
