namespace Archive.Core.Messages;

/// <summary>One event of a conversation as the platform told it: a text, an edit, a recall, a reaction, somebody joining. Nothing is ever
/// overwritten: an edit or a recall is a message of its own that names the one it is about.</summary>
public sealed record ChatMessage
{
    /// <summary>The platform's id, unique within the source together with <see cref="Revision"/>.</summary>
    public required string NativeId { get; init; }

    /// <summary>Empty for the first form of a message; otherwise what tells this revision from the others of the same native id.</summary>
    public string Revision { get; init; } = "";

    public required MessageKind Kind { get; init; }

    public required Conversation Conversation { get; init; }

    public required Participant Sender { get; init; }

    /// <summary>When the event happened according to the platform: UTC, whole microseconds.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Plain text, "\n" between lines. Before redaction as sent, afterwards as stored and indexed.</summary>
    public string Text { get; init; } = "";

    /// <summary>Native id of the first message of the thread; null outside threads and for that first message itself.</summary>
    public string? ThreadId { get; init; }

    /// <summary>Native id of the message that an edit, recall or reaction is about.</summary>
    public string? Concerns { get; init; }

    /// <summary>The platform's own word for the type where it says more than <see cref="Kind"/>; always set for unknown types.</summary>
    public string? NativeType { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}

/// <summary>What happened. The numbers are part of the stored encoding and never change.</summary>
public enum MessageKind : byte
{
    Text = 1,
    Edit = 2,
    Recall = 3,
    Reaction = 4,
    Join = 5,
    Leave = 6,

    /// <summary>Something the platform says: a topic, a rename, a call.</summary>
    Notice = 7,

    /// <summary>A type this version does not know. Kept, listed, never dropped.</summary>
    Unknown = 255,
}
