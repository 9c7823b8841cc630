using System.Buffers.Binary;
using System.Text;

namespace Archive.Core.Sealing;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Throws <see cref="InvalidDataException"/> for anything else.</summary>
public ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public readonly bool AtEnd => _left.IsEmpty;

    public byte ReadByte() => Take(1)[0];

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public ulong ReadNumber()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number of the record encoding is too long.");
    }

    /// <summary>A number that counts things; bounded so that damage cannot ask for gigabytes.</summary>
    public int ReadCount()
    {
        var value = ReadNumber();
        return value <= (ulong)_left.Length ? (int)value : throw new InvalidDataException("A count of the record encoding is too large.");
    }

    public string ReadText() => Encoding.UTF8.GetString(Take(ReadCount()));

    public string? ReadOptionalText()
    {
        var size = ReadNumber();
        return size == 0 ? null : Encoding.UTF8.GetString(Take(checked((int)(size - 1))));
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _left.Length)
        {
            throw new InvalidDataException("The record encoding ends too early.");
        }

        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
