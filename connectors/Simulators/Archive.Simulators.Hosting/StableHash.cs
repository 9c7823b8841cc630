namespace Archive.Simulators.Hosting;

/// <summary>FNV-1a with a final mix: the same for the same text in every process, which <see cref="string.GetHashCode()"/> is not.
/// Decides identifiers and which messages get which variety of form.</summary>
public static class StableHash
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static ulong Of(string text, string purpose = "")
    {
        var hash = Add(Add(14695981039346656037UL, purpose), text);
        hash ^= hash >> 32;
        hash *= 0xD6E8FEB86659FD93UL;
        return hash ^ (hash >> 32);
    }

    /// <summary>True for about one in <paramref name="n"/> texts.</summary>
    public static bool OneIn(ulong n, string text, string purpose) => Of(text, purpose) % n == 0;

    /// <summary><paramref name="length"/> digits and capitals, at most 12: what is in a hash of 64 bits.</summary>
    public static string Digits36(int length, string text, string purpose) => string.Create(length, Of(text, purpose), static (span, hash) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = Digits[(int)(hash % 36)];
            hash /= 36;
        }
    });

    /// <summary>32 hexadecimal digits: two hashes, so that no two texts of a corpus share them.</summary>
    public static string Hex32(string text, string purpose) => $"{Of(text, purpose):x16}{Of(text, purpose + "+"):x16}";

    private static ulong Add(ulong hash, string text)
    {
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return unchecked((hash ^ 0xFFFF) * 1099511628211UL);
    }
}
