using Archive.Core.Search.Analysis;

namespace Archive.Core.Search.Language;

/// <summary>What single characters mean in a query. Western and East Asian forms mean the same.</summary>
internal static class QueryCharacters
{
    private const string DoubleQuotes = "\"\u201C\u201D\u201E\uFF02";

    /// <summary>What may close a quotation; null for characters that open none.</summary>
    public static string? ClosingOf(char value) => value switch
    {
        '\u300C' => "\u300D",
        '\u300E' => "\u300F",
        _ => DoubleQuotes.Contains(value) ? DoubleQuotes : null,
    };

    public static bool Opens(char value) => value is '(' or '\uFF08';

    public static bool Closes(char value) => value is ')' or '\uFF09';

    public static bool IsColon(char value) => value is ':' or '\uFF1A';

    public static bool IsMinus(char value) => value is '-' or '\uFF0D';

    public static bool IsStar(char value) => value is '*' or '\uFF0A';

    /// <summary>Separates the values of a field.</summary>
    public static bool IsComma(char value) => value is ',' or '\uFF0C' or '\u3001' or '\uFF64';

    /// <summary>Blanks, and what ends a Chinese sentence or clause. A western comma or full stop belongs to its word, as in "3.5" or "10,000".</summary>
    public static bool Separates(char value) =>
        char.IsWhiteSpace(value) || value is '\u3002' or '\uFF1B' or '\uFF01' or '\uFF61' or '\u3001' or '\uFF0C' or '\uFF64';

    /// <summary>Has to be escaped inside quotation marks to mean itself.</summary>
    public static bool IsSpecialInPhrase(char value) =>
        value is '\\' or '?' or '\u300D' or '\u300F' || IsStar(value) || DoubleQuotes.Contains(value);

    /// <summary>Part of a word that blanks set apart, so that a wildcard beside it has a meaning.</summary>
    public static bool IsSpacedLetter(char value) => CharacterTable.ClassOf(value) == CharacterClass.Word;

    public static bool IsSearchable(char value) => CharacterTable.ClassOf(value) is not (CharacterClass.Separator or CharacterClass.Ignored);

    public static bool IsFieldName(ReadOnlySpan<char> name)
    {
        foreach (var value in name)
        {
            if (!char.IsAsciiLetter(value) && value is not ((>= '\uFF21' and <= '\uFF3A') or (>= '\uFF41' and <= '\uFF5A')))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
