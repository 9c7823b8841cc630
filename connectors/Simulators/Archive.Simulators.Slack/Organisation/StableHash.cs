namespace Archive.Simulators.Slack.Organisation;

/// <summary>FNV-1a with a final mix: the same for the same text in every process, which <see cref="string.GetHashCode()"/> is not.
/// Decides identifiers and which messages get which variety of form.</summary>
internal static class StableHash
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

    /// <summary>Prefix, a zero and nine base-36 digits: the look of the platform's identifiers.</summary>
    public static string Identifier(char prefix, string text, string purpose)
    {
        var hash = Of(text, purpose);
        return string.Create(11, (prefix, hash), static (span, state) =>
        {
            span[0] = state.prefix;
            span[1] = '0';
            var rest = state.hash;
            for (var i = 2; i < span.Length; i++)
            {
                span[i] = Digits[(int)(rest % 36)];
                rest /= 36;
            }
        });
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return unchecked((hash ^ 0xFFFF) * 1099511628211UL);
    }
}
