using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Archive.Core.Search.Certificates;

/// <summary>Identifies a set of records: SHA-256 over their numbers, ascending, eight bytes each, big-endian; lower-case hex.</summary>
public static class ResultSetHash
{
    /// <param name="sequences">Ascending.</param>
    public static string Of(IEnumerable<long> sequences)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var sequence in sequences)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, sequence);
            hash.AppendData(number);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
