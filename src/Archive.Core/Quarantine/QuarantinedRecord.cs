namespace Archive.Core.Quarantine;

/// <summary>An item in quarantine, without its content.</summary>
/// <param name="Id">Number within the archive; not given again.</param>
/// <param name="NativeId">The platform's id, or what stands for it.</param>
/// <param name="Time">Of the message, where it is known; otherwise when it came.</param>
/// <param name="Reason">Why it could not be taken, when it was tried last; in words without content.</param>
/// <param name="Size">Bytes as received.</param>
/// <param name="Tries">How often it was read again in vain.</param>
/// <param name="Proposal">The proposal to discard it that waits for a decision; null for none.</param>
public sealed record QuarantinedRecord(
    long Id,
    string Source,
    string Platform,
    string NativeId,
    string Revision,
    DateTimeOffset Time,
    string Reason,
    long Size,
    int Tries,
    DateTimeOffset? TriedAt,
    long? Proposal)
{
    public string Kind => QuarantineReasons.KindOf(Reason);

    /// <summary>Whether it had passed the gate when it came, and only its text could not be redacted: a message that the firm must keep, whatever the register
    /// has come to say of its people since.</summary>
    public bool WasAdmitted { get; init; }
}

/// <param name="Source">Null for all.</param>
/// <param name="Kind">Of <see cref="QuarantineReasons"/>; null for all.</param>
/// <param name="IsProposed">Whether a proposal to discard it waits; null for both.</param>
public sealed record QuarantineFilter(string? Source = null, string? Kind = null, bool? IsProposed = null)
{
    public static QuarantineFilter All { get; } = new();
}

/// <param name="Kind">Of <see cref="QuarantineReasons"/>.</param>
public sealed record QuarantineGroup(string Source, string Kind, long Count);

/// <param name="Raw">The bytes as received: unredacted content.</param>
public sealed record OpenedItem(QuarantinedRecord Record, ReadOnlyMemory<byte> Raw)
{
    /// <summary>Names no content, whoever writes it into a log.</summary>
    public override string ToString() => $"item {Record.Id} of {Raw.Length} bytes";
}
