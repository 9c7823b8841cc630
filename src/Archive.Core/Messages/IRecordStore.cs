using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Ingestion;

namespace Archive.Core.Messages;

/// <summary>The system of record: append-only records, each with its evidence leaf.
/// <para>Contract: <see cref="AppendAsync"/> commits records, leaves, counters and cursor of a page in one transaction. When it throws, or the
/// process dies, nothing of the page is there. A repeated item (source, native id, revision) is counted as duplicate and changes nothing. Appends
/// are serialised; readers run beside them and see committed pages only.</para></summary>
public interface IRecordStore
{
    Task<SourceCursor> ReadCursorAsync(string source, CancellationToken cancellationToken);

    /// <summary>What counterparties said to the archiving of the conversations of a source, in the order in which it became known.</summary>
    /// <param name="conversation">The platform's id of the one that is asked for; null for all.</param>
    Task<IReadOnlyList<ConsentChange>> ReadConsentsAsync(string source, string? conversation, CancellationToken cancellationToken);

    /// <summary>Encrypts the records of a page on the caller's thread, so that the one writer need not. What comes out of it is only a head start: the
    /// store appends any page, and does again what does not fit any more. Thread-safe.</summary>
    PreparedPage SealAhead(PreparedPage page) => page;

    /// <exception cref="ArgumentException">The counts of the page do not add up.</exception>
    /// <exception cref="Jobs.LeaseLostException">Somebody else holds the lease of the page; nothing was written.</exception>
    /// <exception cref="RegisterChangedException">The page says so; nothing was written.</exception>
    Task<AppendResult> AppendAsync(PreparedPage page, CancellationToken cancellationToken);

    /// <summary>Records that exist, in the order asked for; numbers that were disposed of or never given are left out.</summary>
    Task<IReadOnlyList<StoredRecord>> ReadAsync(IReadOnlyList<long> sequences, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="take"/> records after a sequence number, ascending.</summary>
    Task<IReadOnlyList<StoredRecord>> ReadAfterAsync(long sequence, int take, CancellationToken cancellationToken);

    /// <summary>Bytes of an attachment; null when the record or the attachment is not there.</summary>
    Task<byte[]?> ReadAttachmentAsync(long sequence, string attachmentId, CancellationToken cancellationToken);

    /// <summary>Sequence number of the newest record ever appended; 0 for an empty store.</summary>
    Task<long> ReadLastSequenceAsync(CancellationToken cancellationToken);

    Task<RecordStatistics> ReadStatisticsAsync(CancellationToken cancellationToken);

    /// <summary>Counters per source and day of the message, oldest first.</summary>
    Task<IReadOnlyList<IntakeCount>> ReadIntakeAsync(string? source, CancellationToken cancellationToken);
}

/// <summary>A record as it is kept, opened.</summary>
/// <param name="Sequence">Dense arrival number, from 1.</param>
/// <param name="LeafIndex">Position of its leaf in the evidence log.</param>
public sealed record StoredRecord(
    long Sequence,
    long LeafIndex,
    string Source,
    ChatMessage Message,
    IReadOnlyList<Redaction.RedactionMark> Marks,
    string RedactionPolicy,
    Provenance Provenance,
    DateTimeOffset CapturedAt,
    Retention.RetentionPin Retention);

/// <param name="Root">RFC 6962 root over all leaves, lower-case hex.</param>
public sealed record RecordStatistics(
    long Records,
    long TreeSize,
    string Root,
    long Received,
    long Admitted,
    long Refused,
    long Withheld,
    long Duplicate,
    long Quarantined,
    long LastSequence)
{
    /// <summary>Items that were in quarantine and were discarded. They count as received.</summary>
    public long Discarded { get; init; }

    /// <summary>Personal values that were replaced in admitted messages.</summary>
    public long Redacted { get; init; }
}

/// <param name="Day">UTC day of the message.</param>
/// <param name="Reason">Why, for refused, withheld, quarantined and discarded items; of admitted ones "SecondRead" where a second read brought them; empty otherwise.</param>
public sealed record IntakeCount(string Source, DateOnly Day, IntakeOutcome Outcome, string Reason, long Count);

/// <summary>What became of a received item. received = the sum of all of these. The numbers are stored and never change.</summary>
public enum IntakeOutcome
{
    Admitted = 1,
    Refused = 2,
    Withheld = 3,
    Duplicate = 4,
    Quarantined = 5,

    /// <summary>Was in quarantine until two people agreed that it is of no use.</summary>
    Discarded = 6,
}
