using System.Buffers.Binary;
using System.Text;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>Stands in for the cipher of <c>DecryptData</c>, which the platform does not document. No secret is safe in it. The same is written in C
/// in <c>Native/finance_sdk.c</c>: base64 of an FNV-1a sum of the text and the text, the latter under the numbers of an xorshift generator that
/// key and sum have started.</summary>
internal static class ToyCipher
{
    private const int SumLength = 8;

    public static string Encrypt(string key, ReadOnlySpan<byte> text)
    {
        var bytes = new byte[SumLength + text.Length];
        var sum = Sum(text);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, sum);
        text.CopyTo(bytes.AsSpan(SumLength));
        Mask(key, sum, bytes.AsSpan(SumLength));
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Null for a wrong key or a damaged text.</summary>
    public static byte[]? Decrypt(string key, string encrypted)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(encrypted);
        }
        catch (FormatException)
        {
            return null;
        }

        if (bytes.Length < SumLength)
        {
            return null;
        }

        var sum = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var text = bytes[SumLength..];
        Mask(key, sum, text);
        return Sum(text) == sum ? text : null;
    }

    private static void Mask(string key, ulong sum, Span<byte> text)
    {
        var state = Sum(Encoding.UTF8.GetBytes(key)) ^ sum;
        state = state == 0 ? 1 : state;
        foreach (ref var b in text)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            b ^= (byte)(state >> 24);
        }
    }

    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 14695981039346656037UL;
        foreach (var b in bytes)
        {
            sum = unchecked((sum ^ b) * 1099511628211UL);
        }

        return sum;
    }
}
