using System.Text;

namespace Archive.Core.Search.Analysis;

/// <summary>Unicode NFKC that accepts any sequence of UTF-16 units.</summary>
internal static class UnicodeNormaliser
{
    /// <summary>Lone surrogates and U+FFFE, on which the framework throws, become blanks first.</summary>
    public static string Normalise(ReadOnlySpan<char> text)
    {
        var units = text.ToArray();
        for (var i = 0; i < units.Length; i++)
        {
            if (char.IsHighSurrogate(units[i]) && i + 1 < units.Length && char.IsLowSurrogate(units[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(units[i]) || units[i] == '\uFFFE')
            {
                units[i] = ' ';
            }
        }

        return new string(units).Normalize(NormalizationForm.FormKC);
    }
}
