using Archive.Core.Sealing;
using Archive.Storage.Keys;
using Archive.Storage.Records;

namespace Archive.Storage.Evidence;

/// <summary>A leaf that was read and waits for its turn in the tree. Opening a record is most of the work of a verification and needs no order, so it
/// is done for many at once.</summary>
internal sealed class PendingLeaf(long index)
{
    private const int NotWorthThreads = 32;

    private string? _where;

    public long Index => index;

    /// <summary>Null for dispositions and entries.</summary>
    public RecordRow? Row { get; private init; }

    /// <summary>Null until opened, and when the record does not open.</summary>
    public RecordBody? Body { get; private set; }

    /// <summary>Null for a row that could not even be read.</summary>
    public byte[]? Leaf { get; private set; }

    /// <summary>What is wrong with the row itself.</summary>
    public string? Damage { get; private set; }

    /// <summary>Which row, for people.</summary>
    public string Where => _where ?? $"record {Row?.Envelope.Sequence}";

    public static PendingLeaf OfRecord(long index, RecordRow row) => new(index) { Row = row };

    public static PendingLeaf OfDamage(long index, string where, string why) => new(index) { _where = where, Damage = why };

    public static PendingLeaf Of(long index, byte[] leaf) => new(index) { Leaf = leaf };

    /// <summary>Hashes and opens all records of a batch, on every core.</summary>
    public static void Open(IReadOnlyList<PendingLeaf> batch, KeyVault vault, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = batch.Count < NotWorthThreads ? 1 : Environment.ProcessorCount,
        };
        Parallel.For(
            0,
            batch.Count,
            options,
            () => new ByteWriter(),
            (i, _, writer) =>
            {
                batch[i].Open(vault, writer);
                return writer;
            },
            _ => { });
    }

    private void Open(KeyVault vault, ByteWriter writer)
    {
        if (Row is null)
        {
            return;
        }

        try
        {
            Leaf = Row.Leaf(writer);
            Body = Row.TryOpen(vault, writer, checkMac: true);
        }
        catch (Exception e) when (e is InvalidDataException || e is StorageException { Kind: StorageFailure.Corrupt })
        {
            Damage = e.Message;
        }
    }
}
