using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Archive.Core.Redaction.Operators;

/// <summary>⟦entity:tag⟧. The tag is 20 bits of HMAC-SHA-256(tenant key, entity, zero byte, normalised value) in base32, lower case: the same value
/// has the same tag, enough to follow it through a conversation and too short to find a value by trying, even for a holder of the key.</summary>
internal sealed class ReplaceOperator(byte[] tenantKey) : IRedactionOperator
{
    private const int TagLength = 4;
    private const int MostOnStack = 512;
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Idle instances, one for each concurrent caller: keying one costs more than all of a tag.</summary>
    private readonly ConcurrentBag<HMACSHA256> _keyed = [];

    public string Name => RedactionOperators.Replace;

    public void Write(StringBuilder output, ReadOnlySpan<char> value, IRecognizer recognizer)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Authenticate(recognizer.Entity, recognizer.Normalise(value), mac);

        output.Append(LabelBrackets.Open).Append(recognizer.Entity).Append(':');
        var bits = (mac[0] << 16) | (mac[1] << 8) | mac[2];
        for (var i = 0; i < TagLength; i++)
        {
            output.Append(Base32[(bits >> (19 - (5 * i))) & 31]);
        }

        output.Append(LabelBrackets.Close);
    }

    private void Authenticate(string entity, string value, Span<byte> mac)
    {
        var most = Encoding.UTF8.GetMaxByteCount(entity.Length + 1 + value.Length);
        Span<byte> message = most <= MostOnStack ? stackalloc byte[most] : new byte[most];
        var length = Encoding.UTF8.GetBytes(entity, message);
        message[length++] = 0;
        length += Encoding.UTF8.GetBytes(value, message[length..]);

        var keyed = _keyed.TryTake(out var idle) ? idle : new HMACSHA256(tenantKey);
        keyed.TryComputeHash(message[..length], mac, out _);
        message[..length].Clear();
        _keyed.Add(keyed);
    }
}
