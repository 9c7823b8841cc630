using System.Buffers.Binary;
using System.Text;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>Reads the fields of a body: little-endian numbers, and strings and bytes behind their length.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> body)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> _rest = body;

    public byte Byte() => Take(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public string Text()
    {
        try
        {
            return Strict.GetString(Bytes());
        }
        catch (DecoderFallbackException)
        {
            throw new FrameException("A string is no UTF-8.");
        }
    }

    public ReadOnlySpan<byte> Bytes()
    {
        var length = UInt32();
        return length <= _rest.Length ? Take((int)length) : throw new FrameException("A field is longer than its body.");
    }

    public readonly void End()
    {
        if (_rest.Length > 0)
        {
            throw new FrameException("Something follows the last field.");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_rest.Length < length)
        {
            throw new FrameException("A body ends too early.");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
