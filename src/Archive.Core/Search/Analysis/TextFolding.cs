using System.Text;

namespace Archive.Core.Search.Analysis;

/// <summary>The analyzer's folding for whole strings: how names and ids are compared.</summary>
public static class TextFolding
{
    /// <summary>NFKC, case and Chinese variants folded, invisible characters dropped, trimmed. Never throws.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in UnicodeNormaliser.Normalise(text).EnumerateRunes())
        {
            var value = CharacterTable.Fold(rune);
            if (CharacterTable.ClassOfNormalised(value) != CharacterClass.Ignored)
            {
                folded.Append(value.ToString());
            }
        }

        return folded.ToString().Trim();
    }
}
