using System.Runtime.InteropServices;
using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>Stored form of 512 rows of a <see cref="ColumnChunk"/>, little-endian, column by column: times (4 bytes each), conversations (4),
/// senders (4), sources (2), lengths (1). One block fits a page of 8,192 bytes, so a commit of one document writes one page.</summary>
internal static class ColumnBlock
{
    public const int Shift = 9;
    public const int Rows = 1 << Shift;
    public const int Bytes = Rows * 15;

    private const int Conversations = Rows * 4;
    private const int Senders = Rows * 8;
    private const int Sources = Rows * 12;
    private const int Lengths = Rows * 14;

    /// <summary>Rows without a document are written as zeros: nothing of a removed one stays.</summary>
    public static void Write(ColumnChunk chunk, int firstRow, Span<byte> target)
    {
        RequireLittleEndian();
        target.Clear();
        var times = MemoryMarshal.Cast<byte, uint>(target);
        var conversations = MemoryMarshal.Cast<byte, int>(target[Conversations..]);
        var senders = MemoryMarshal.Cast<byte, int>(target[Senders..]);
        var sources = MemoryMarshal.Cast<byte, ushort>(target[Sources..]);
        for (var i = 0; i < Rows; i++)
        {
            if (chunk.Sources[firstRow + i] is not 0 and var source)
            {
                times[i] = chunk.Times[firstRow + i];
                conversations[i] = chunk.Conversations[firstRow + i];
                senders[i] = chunk.Senders[firstRow + i];
                sources[i] = source;
                target[Lengths + i] = chunk.Lengths[firstRow + i];
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

        MemoryMarshal.Cast<byte, uint>(data[..Conversations]).CopyTo(chunk.Times.AsSpan(firstRow));
        MemoryMarshal.Cast<byte, int>(data[Conversations..Senders]).CopyTo(chunk.Conversations.AsSpan(firstRow));
        MemoryMarshal.Cast<byte, int>(data[Senders..Sources]).CopyTo(chunk.Senders.AsSpan(firstRow));
        MemoryMarshal.Cast<byte, ushort>(data[Sources..Lengths]).CopyTo(chunk.Sources.AsSpan(firstRow));
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
