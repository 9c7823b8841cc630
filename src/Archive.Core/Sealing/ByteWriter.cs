using System.Buffers.Binary;
using System.Text;

namespace Archive.Core.Sealing;

/// <summary>Length-prefixed binary encoding into a growing buffer that is reused. Not thread-safe.</summary>
public sealed class ByteWriter
{
    private byte[] _buffer = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void WriteByte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    /// <summary>Unsigned LEB128: seven bits a byte, low ones first.</summary>
    public void WriteNumber(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    public void WriteInt64(long value)
    {
        Reserve(8);
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>UTF-8 behind its length. A lone surrogate, which no platform's JSON in UTF-8 can carry, becomes U+FFFD.</summary>
    public void WriteText(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        WriteNumber((ulong)size);
        Reserve(size);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    /// <summary>0 for null, otherwise the text behind its length + 1.</summary>
    public void WriteOptionalText(string? value)
    {
        if (value is null)
        {
            WriteNumber(0);
            return;
        }

        var size = Encoding.UTF8.GetByteCount(value);
        WriteNumber((ulong)size + 1);
        Reserve(size);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length < more)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
        }
    }
}
