using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>The body of a frame as it is written: <c>u8 kind</c> and fields; texts and bytes with their length before them.</summary>
internal sealed class SdkFieldWriter
{
    private readonly ArrayBufferWriter<byte> _body = new();

    public SdkFieldWriter(byte kind) => Number(kind);

    public int Length => _body.WrittenCount;

    public SdkFieldWriter Number(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_body.GetSpan(4), value);
        _body.Advance(4);
        return this;
    }

    public SdkFieldWriter Number(uint value) => Number((int)value);

    public SdkFieldWriter Number(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_body.GetSpan(8), value);
        _body.Advance(8);
        return this;
    }

    public SdkFieldWriter Number(byte value)
    {
        _body.GetSpan(1)[0] = value;
        _body.Advance(1);
        return this;
    }

    public SdkFieldWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public SdkFieldWriter Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        _body.Write(value);
        return this;
    }

    public byte[] ToBody() => _body.WrittenSpan.ToArray();
}

/// <summary>Reads the fields of a body in order.</summary>
/// <exception cref="InvalidDataException">Thrown by its methods: the body is not of the form that was agreed on.</exception>
internal sealed class SdkFieldReader(byte[] body)
{
    private int _at;

    public byte Kind => body[0];

    public SdkFieldReader Begin()
    {
        _at = 1;
        return this;
    }

    public byte Byte() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public string Text() => Encoding.UTF8.GetString(Take(Length()));

    public byte[] Bytes() => Take(Length()).ToArray();

    /// <exception cref="InvalidDataException">Something is left.</exception>
    public void End()
    {
        if (_at != body.Length)
        {
            throw new InvalidDataException("A frame holds more than its fields.");
        }
    }

    private int Length() => UInt32() is var length && length <= SdkFrame.MaxBody ? (int)length : throw new InvalidDataException("A field is too long.");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > body.Length - _at)
        {
            throw new InvalidDataException("A frame ends within a field.");
        }

        var taken = body.AsSpan(_at, count);
        _at += count;
        return taken;
    }
}
