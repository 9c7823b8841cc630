using static Archive.Core.Search.Language.QueryCharacters;

namespace Archive.Core.Search.Language;

/// <summary>A place in the text of a query, and what stands there.</summary>
internal abstract class QueryReader(string text)
{
    protected string Text { get; } = text;

    /// <summary>UTF-16 units into the text.</summary>
    protected int Position { get; set; }

    protected void ReadCharacterOrEscape(QueryTextBuilder text, bool isFirst)
    {
        // Inside a word a letter needs no escape: the backslash of DOMAIN\user is a sign like any other.
        if (Text[Position] == '\\' && Position + 1 < Text.Length && (isFirst || !char.IsLetterOrDigit(Text[Position + 1])))
        {
            text.AppendEscaped(Text[Position + 1]);
            Position += 2;
        }
        else
        {
            ReadCharacter(text);
        }
    }

    protected void ReadCharacter(QueryTextBuilder text)
    {
        var value = Text[Position];
        if (IsStar(value) || value == '?' || IsWideWildcard(Position))
        {
            text.AppendWildcard(IsStar(value) ? '*' : '?', Position + 1);
        }
        else
        {
            text.Append(value);
        }

        Position++;
    }

    protected void SkipBlanks()
    {
        while (Position < Text.Length && (Separates(Text[Position]) || (Text[Position] == '\uFF1F' && !IsWideWildcard(Position))))
        {
            Position++;
        }
    }

    protected bool EndsWord(int position) => position >= Text.Length || Separates(Text[position]) || Opens(Text[position]) || Closes(Text[position])
        || ClosingOf(Text[position]) is not null || IsTwice(position, '&', '\uFF06') || IsTwice(position, '|', '\uFF5C')
        || (Text[position] == '\uFF1F' && !IsWideWildcard(position));

    protected bool OpensGroup(int position) => position < Text.Length && (Opens(Text[position]) || ClosingOf(Text[position]) is not null);

    protected bool IsTwice(int position, char narrow, char wide) =>
        position + 1 < Text.Length && (Text[position] == narrow || Text[position] == wide) && (Text[position + 1] == narrow || Text[position + 1] == wide);

    /// <summary>The full-width question mark ends Chinese sentences; it is a wildcard between letters only.</summary>
    private bool IsWideWildcard(int position) => Text[position] == '\uFF1F' && position > 0 && position + 1 < Text.Length
        && IsSpacedLetter(Text[position - 1]) && IsSpacedLetter(Text[position + 1]);

    protected bool StartsField()
    {
        var end = Position;
        while (!EndsWord(end) && !IsColon(Text[end]))
        {
            end++;
        }

        return end < Text.Length && IsColon(Text[end]) && IsFieldName(Text.AsSpan(Position, end - Position));
    }
}
