using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>Writes the fields of a body, the other way round than <see cref="FieldReader"/>.</summary>
internal sealed class FieldWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlyMemory<byte> Body => _buffer.WrittenMemory;

    public FieldWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    public FieldWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public FieldWriter Int32(int value) => UInt32(unchecked((uint)value));

    public FieldWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public FieldWriter Bytes(ReadOnlySpan<byte> value)
    {
        UInt32((uint)value.Length);
        _buffer.Write(value);
        return this;
    }

    public FieldWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));
}
