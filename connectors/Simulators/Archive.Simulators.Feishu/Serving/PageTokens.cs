using System.Buffers.Binary;
using System.Buffers.Text;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>Opaque continuations. Each is good for the call it was given to, with the same parameters but for <c>page_size</c>, and for some time.</summary>
internal sealed class PageTokens(TimeProvider time, TimeSpan life)
{
    private const int Length = 24;

    public string Issue(string binding, long position)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var issued = time.GetUtcNow().ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteInt64BigEndian(bytes, position);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], issued);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], Seal(binding, position, issued));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The position, or null for a token that is not ours, of another call, or too old.</summary>
    public long? Read(string token, string binding)
    {
        Span<byte> bytes = stackalloc byte[Length + 3];
        if (token.Length != 32 || !Base64Url.TryDecodeFromChars(token, bytes, out var length) || length != Length)
        {
            return null;
        }

        var position = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var issued = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]) == Seal(binding, position, issued)
            && time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(issued) < life
            ? position
            : null;
    }

    private static ulong Seal(string binding, long position, long issued) => StableHash.Of($"{binding} {position} {issued}", "page token");
}
