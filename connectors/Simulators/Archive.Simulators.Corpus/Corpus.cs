namespace Archive.Simulators.Corpus;

/// <summary>What a simulated platform serves: an organisation, its people, its conversations and everything said in them.
/// Simulators translate it into their platform's own wire form; nothing in it knows a platform.</summary>
/// <param name="Organisation">Display name of the firm, for instance "Harbor Bank".</param>
/// <param name="Today">The corpus' own "now": nothing in it happens later. Fixed by seed or by the file, never by the wall clock,
/// so that the same corpus is served again after a restart.</param>
/// <param name="Messages">Every event in the order in which it happened.</param>
public sealed record Corpus(
    string Organisation,
    DateTimeOffset Today,
    IReadOnlyList<CorpusPerson> People,
    IReadOnlyList<CorpusConversation> Conversations,
    IReadOnlyList<CorpusMessage> Messages);

public enum CorpusPersonKind
{
    /// <summary>Employee with a business account.</summary>
    Employee,

    /// <summary>Guest account in the firm's own workspace.</summary>
    Guest,

    /// <summary>Somebody of another organisation, present through a shared channel.</summary>
    External,
    Bot,
}

/// <summary>One account. Whether it may be captured is decided by <paramref name="Notice"/> and the validity dates, which become the
/// demo's register; the simulators themselves do not look at them.</summary>
/// <param name="Id">Stable within the corpus, letters, digits and hyphens.</param>
/// <param name="PersonId">The human behind the account; null for bots.</param>
/// <param name="Notice">When the signed monitoring notice was given; null when there is none, so the account must not be captured.</param>
/// <param name="ValidTo">Last moment (exclusive) of the account, for people who left; null while it is active.</param>
public sealed record CorpusPerson(
    string Id,
    string? PersonId,
    string Name,
    string? Email,
    string? Department,
    string? Title,
    CorpusPersonKind Kind,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo,
    DateTimeOffset? Notice);

public enum CorpusConversationKind
{
    PublicChannel,
    PrivateChannel,
    GroupDirect,
    Direct,
}

/// <param name="Name">Channel name without "#"; empty for direct conversations.</param>
/// <param name="MemberIds">Ids of <see cref="CorpusPerson"/>.</param>
/// <param name="External">True when people of another organisation are present.</param>
/// <param name="Language">Language spoken in it, "en" or "zh"; null where the corpus does not know.</param>
public sealed record CorpusConversation(
    string Id,
    string Name,
    CorpusConversationKind Kind,
    DateTimeOffset Created,
    IReadOnlyList<string> MemberIds,
    bool External,
    string? Topic = null,
    string? Language = null);

/// <summary>A message with what later happened to it.</summary>
/// <param name="Id">Unique in the corpus.</param>
/// <param name="ThreadOf">Id of the message that this one replies to in a thread; null outside threads.</param>
/// <param name="Edits">Later texts in order. <paramref name="Text"/> is the text as first sent.</param>
/// <param name="RecalledAt">When the sender deleted it; null when it stands.</param>
public sealed record CorpusMessage(
    string Id,
    string ConversationId,
    string SenderId,
    DateTimeOffset Time,
    string Text,
    CorpusMessageKind Kind = CorpusMessageKind.Text,
    string? ThreadOf = null,
    IReadOnlyList<CorpusEdit>? Edits = null,
    DateTimeOffset? RecalledAt = null,
    IReadOnlyList<CorpusReaction>? Reactions = null,
    IReadOnlyList<CorpusFile>? Files = null);

public enum CorpusMessageKind
{
    Text,
    Join,
    Leave,
    TopicChange,

    /// <summary>A kind that no archive knows yet: it must be kept and listed, never dropped.</summary>
    Unknown,
}

public sealed record CorpusEdit(DateTimeOffset Time, string Text);

public sealed record CorpusReaction(string Emoji, IReadOnlyList<string> PersonIds);

/// <param name="Content">Small: bytes are made up when they are served.</param>
public sealed record CorpusFile(string Id, string Name, string MimeType, byte[] Content);
