namespace Archive.Core.Ingestion;

/// <summary>Running totals of one pull: received = admitted + refused + withheld + duplicate + quarantined.</summary>
/// <param name="Indexed">Records of this run that searches can find already.</param>
/// <param name="Redacted">Personal values that were replaced.</param>
/// <param name="Remaining">Items still expected where the connector can tell.</param>
public sealed record IngestionProgress(
    string Source,
    long Pages,
    long Received,
    long Admitted,
    long Refused,
    long Withheld,
    long Duplicate,
    long Quarantined,
    long Redacted,
    long Indexed,
    long? Remaining)
{
    /// <summary>Of the admitted, those of a type that this version does not know: kept as they came, and found by "type:unknown".</summary>
    public long Unknown { get; init; }
}
