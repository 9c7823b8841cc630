using System.Runtime.InteropServices;
using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>Stored form of 256 rows of a <see cref="ColumnChunk"/>, little-endian, column by column: times (4 bytes each), conversations (4),
/// senders (4), audiences (4), traits (4), sources (2), lengths (1). One block fits a page of 8,192 bytes, so a commit of one document writes one
/// page.</summary>
internal static class ColumnBlock
{
    public const int Shift = 8;
    public const int Rows = 1 << Shift;
    public const int Bytes = Rows * 23;

    private const int Numbers = Rows * 20;
    private const int Lengths = Rows * 22;

    /// <summary>Rows without a document are written as zeros: nothing of a removed one stays.</summary>
    public static void Write(ColumnChunk chunk, int firstRow, Span<byte> target)
    {
        RequireLittleEndian();
        target.Clear();
        var numbers = MemoryMarshal.Cast<byte, int>(target[..Numbers]);
        var sources = MemoryMarshal.Cast<byte, ushort>(target[Numbers..Lengths]);
        for (var i = 0; i < Rows; i++)
        {
            var row = firstRow + i;
            if (chunk.Sources[row] is not 0 and var source)
            {
                numbers[i] = (int)chunk.Times[row];
                numbers[Rows + i] = chunk.Conversations[row];
                numbers[(2 * Rows) + i] = chunk.Senders[row];
                numbers[(3 * Rows) + i] = chunk.Audiences[row];
                numbers[(4 * Rows) + i] = chunk.Traits[row];
                sources[i] = source;
                target[Lengths + i] = chunk.Lengths[row];
            }
        }
    }

    public static void Read(ReadOnlySpan<byte> data, ColumnChunk chunk, int firstRow)
    {
        RequireLittleEndian();
        if (data.Length != Bytes)
        {
            throw new IndexUnavailableException("The search index is damaged: a block of columns has the wrong size. Rebuild it.");
        }

        var numbers = MemoryMarshal.Cast<byte, int>(data[..Numbers]);
        MemoryMarshal.Cast<int, uint>(numbers[..Rows]).CopyTo(chunk.Times.AsSpan(firstRow));
        numbers.Slice(Rows, Rows).CopyTo(chunk.Conversations.AsSpan(firstRow));
        numbers.Slice(2 * Rows, Rows).CopyTo(chunk.Senders.AsSpan(firstRow));
        numbers.Slice(3 * Rows, Rows).CopyTo(chunk.Audiences.AsSpan(firstRow));
        numbers.Slice(4 * Rows, Rows).CopyTo(chunk.Traits.AsSpan(firstRow));
        MemoryMarshal.Cast<byte, ushort>(data[Numbers..Lengths]).CopyTo(chunk.Sources.AsSpan(firstRow));
        data[Lengths..].CopyTo(chunk.Lengths.AsSpan(firstRow));
    }

    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("The index file is little-endian.");
        }
    }
}
