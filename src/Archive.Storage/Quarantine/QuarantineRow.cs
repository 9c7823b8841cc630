using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Sealing;
using Archive.Storage.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Sql;

namespace Archive.Storage.Quarantine;

/// <summary>One row of the quarantine with its last attempt, as the statements quarantine_page, quarantine_read and quarantine_list give it.</summary>
/// <param name="FirstReason">Bound to the content; <paramref name="Reason"/> is that of the last attempt.</param>
internal sealed record QuarantineRow(
    long Id, int SourceId, string NativeId, string Revision, long Time, string FirstReason, long Size, int Tries, long TriedAt, string Reason)
{
    public int Day => Timestamps.ToDay(Timestamps.FromMicroseconds(Time));

    public static QuarantineRow Read(IStoreStatement row)
    {
        var tries = row.Int32(7);
        var first = row.Text(5);
        return new QuarantineRow(
            row.Int64(0), row.Int32(1), row.Text(2), row.Text(3), row.Int64(4), first, row.Int64(6) - Sealer.TagSize, tries, row.Int64(8), tries > 0 ? row.Text(9) : first);
    }

    public byte[] Identity(RowMac mac) => mac.Identity(SourceId, NativeId, Revision);

    /// <param name="row">Where it was read from, of a statement that gives the content.</param>
    /// <returns>Null when it was changed.</returns>
    public byte[]? TryOpen(IStoreStatement row, KeyVault vault, RowMac mac)
    {
        var identity = Identity(mac);
        return QuarantineSeal.TryOpen(vault.ItemKey(identity), identity, Time, FirstReason, row.Blob(10), row.Blob(11));
    }

    public QuarantinedRecord ToRecord(string source, string platform, long? proposal) => new(
        Id,
        source,
        platform,
        NativeId,
        Revision,
        Timestamps.FromMicroseconds(Time),
        Reason,
        Size,
        Tries,
        Tries > 0 ? Timestamps.FromMicroseconds(TriedAt) : null,
        proposal) { WasAdmitted = QuarantineReasons.KindOf(FirstReason) == QuarantineReasons.RedactionFailed };
}
