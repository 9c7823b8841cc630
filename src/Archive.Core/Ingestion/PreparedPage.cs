using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Retention;

namespace Archive.Core.Ingestion;

/// <summary>A page after gate and redaction: everything the store commits in one transaction.</summary>
/// <param name="Received">Items that came in: each is admitted, quarantined or turned away, and the store refuses a page where that does not add up.</param>
public sealed record PreparedPage(
    string Source,
    string Platform,
    Provenance Provenance,
    DateTimeOffset CapturedAt,
    int Received,
    RetentionPolicy Retention,
    string RedactionPolicy,
    IReadOnlyList<PreparedItem> Admitted,
    IReadOnlyList<QuarantinedItem> Quarantined,
    IReadOnlyList<TurnedAway> TurnedAway,
    IReadOnlyDictionary<string, string?> CursorChanges)
{
    /// <summary>Under which the source is being read; the store refuses the page when it is not the newest. Null where nobody else can read it.</summary>
    public Lease? Lease { get; init; }

    /// <summary>Asked inside the transaction: whether the register has changed since the gate decided over the page. The store refuses it then with
    /// <see cref="RegisterChangedException"/>, so that every record was admitted by the register that stands before it in the log. Null where no gate decided.</summary>
    public Func<bool>? IsOutdated { get; init; }

    /// <summary>A loss that cannot be repaired; null for none.</summary>
    public CaptureGap? Gap { get; init; }

    /// <summary>What became known of counterparties' consents.</summary>
    public IReadOnlyList<ConsentChange> Consents { get; init; } = [];

    /// <summary>Under which the counters keep its admitted items apart; empty for those that came the ordinary way.</summary>
    public string AdmittedReason { get; init; } = "";

    /// <summary>Files that came with the page, those of items that were turned away too.</summary>
    internal IReadOnlyCollection<FileBytes> Files { get; init; } = [];

    internal static IReadOnlyCollection<FileBytes> FilesOf(IEnumerable<SourceItem> items) => [.. items.SelectMany(i => i.Files?.Values ?? []).Distinct()];

    /// <summary>Once the page is appended, or will not be.</summary>
    internal void ReleaseFiles()
    {
        foreach (var file in Files)
        {
            file.Dispose();
        }
    }

    internal int CountTurnedAway(IntakeOutcome outcome) => TurnedAway.Where(t => t.Outcome == outcome).Sum(t => t.Count);

    /// <summary>What <see cref="IRecordStore.SealAhead"/> has done for the store that gave it; null for nothing.</summary>
    public SealedRecords? Sealed { get; init; }
}

/// <summary>Nothing of a page was stored: the register has changed since the gate decided over it. It is prepared again.</summary>
public sealed class RegisterChangedException() : Exception("The sanction register has changed since the page was decided; nothing of it was stored.");

/// <summary>Records that a store encrypted ahead of the append. Only that store knows what is in it.</summary>
public abstract class SealedRecords;

/// <summary>An admitted message with its text redacted.</summary>
public sealed record PreparedItem(ChatMessage Message, IReadOnlyList<RedactionMark> Marks, byte[] RawSha256, IReadOnlyDictionary<string, FileBytes>? Files);

/// <summary>An item that could not be read or redacted. Its raw bytes are kept encrypted until somebody decides.</summary>
public sealed record QuarantinedItem(string NativeId, string Revision, DateTimeOffset Time, string Reason, ReadOnlyMemory<byte> Raw);

/// <summary>Refused and withheld items: counted, never stored.</summary>
public sealed record TurnedAway(int Day, IntakeOutcome Outcome, string Reason, int Count);

/// <param name="Records">Records that were new, ascending, for the index.</param>
public sealed record AppendResult(IReadOnlyList<AppendedRecord> Records, int Duplicates, int Quarantined)
{
    internal int Unknown { get; } = Records.Count(r => r.Item.Message.Kind == MessageKind.Unknown);
}

public readonly record struct AppendedRecord(long Sequence, PreparedItem Item);
