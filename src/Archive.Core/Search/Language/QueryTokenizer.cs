using Archive.Core.Search.Analysis;
using static Archive.Core.Search.Language.QueryCharacters;

namespace Archive.Core.Search.Language;

/// <summary>Text to tokens.</summary>
internal sealed class QueryTokenizer : QueryReader
{
    private readonly List<QueryToken> _tokens = [];

    private QueryTokenizer(string text)
        : base(text)
    {
    }

    /// <exception cref="QueryException">A quotation mark is not closed, or an operator of another language stands there.</exception>
    public static IReadOnlyList<QueryToken> Tokenize(string text)
    {
        var tokenizer = new QueryTokenizer(text);
        while (tokenizer.TryReadToken())
        {
        }

        tokenizer._tokens.Add(new QueryToken(QueryTokenKind.End, QueryText.Plain(""), text.Length + 1, text.Length + 1));
        return tokenizer._tokens;
    }

    private bool TryReadToken()
    {
        SkipBlanks();
        if (Position == Text.Length)
        {
            return false;
        }

        if (ClosingOf(Text[Position]) is { } closing)
        {
            ReadPhrase(closing);
        }
        else if (TryReadMark() is { } kind)
        {
            Add(kind, QueryText.Plain(""), Position);
        }
        else
        {
            ReadWord();
        }

        return true;
    }

    /// <summary>Parentheses and the operators that are signs.</summary>
    private QueryTokenKind? TryReadMark()
    {
        var value = Text[Position];
        var (kind, length) = value switch
        {
            _ when Opens(value) => (QueryTokenKind.Open, 1),
            _ when Closes(value) => (QueryTokenKind.Close, 1),
            _ when IsTwice(Position, '&', '\uFF06') => (QueryTokenKind.And, 2),
            _ when IsTwice(Position, '|', '\uFF5C') => (QueryTokenKind.Or, 2),
            _ when IsMinus(value) && (!EndsWord(Position + 1) || OpensGroup(Position + 1)) => (QueryTokenKind.Not, 1),
            '!' when OpensGroup(Position + 1) || (Position + 1 < Text.Length && IsSearchable(Text[Position + 1])) => (QueryTokenKind.Not, 1),
            _ => (QueryTokenKind.End, 0),
        };
        if (length == 0)
        {
            return null;
        }

        Position += length;
        return kind;
    }

    private void ReadPhrase(string closing)
    {
        var start = Position++;
        var text = new QueryTextBuilder();
        while (Position < Text.Length && !closing.Contains(Text[Position]))
        {
            if (Text[Position] == '\\' && Position + 1 < Text.Length && (IsSpecialInPhrase(Text[Position + 1]) || closing.Contains(Text[Position + 1])))
            {
                text.AppendEscaped(Text[Position + 1]);
                Position += 2;
            }
            else
            {
                ReadCharacter(text);
            }
        }

        if (Position == Text.Length)
        {
            throw QueryErrors.UnclosedQuote(Text, start + 1, closing[0]);
        }

        Add(QueryTokenKind.Phrase, text.ToText(), ++Position, start);
    }

    private void ReadWord()
    {
        var start = Position;
        var text = new QueryTextBuilder();
        while (!EndsWord(Position))
        {
            if (IsColon(Text[Position]) && text.IsPlain && IsFieldName(Text.AsSpan(start, Position - start)))
            {
                Add(QueryTokenKind.Field, text.ToText(), ++Position, start);
                ReadValues();
                return;
            }

            ReadCharacterOrEscape(text, isFirst: Position == start);
        }

        AddWord(text, start);
    }

    /// <summary>What follows a field's colon: values with commas between, or a list in parentheses. In them a minus, a colon and a comma mean
    /// something else than in words.</summary>
    private void ReadValues()
    {
        var colon = Position;
        SkipBlanks();
        if (Position == Text.Length || (Position > colon && StartsField()))
        {
            return;
        }

        if (Opens(Text[Position]))
        {
            Add(QueryTokenKind.Open, QueryText.Plain(""), Position + 1, Position++);
            while (Position < Text.Length && !Opens(Text[Position]) && TryReadValue(isInList: true))
            {
            }

            return;
        }

        while (TryReadValue(isInList: false))
        {
        }
    }

    /// <summary>One value or comma. False when the values end.</summary>
    private bool TryReadValue(bool isInList)
    {
        if (isInList)
        {
            while (Position < Text.Length && Separates(Text[Position]) && !IsComma(Text[Position]))
            {
                Position++;
            }
        }

        if (Position == Text.Length || Closes(Text[Position]))
        {
            return false;
        }

        if (IsComma(Text[Position]))
        {
            Add(QueryTokenKind.Comma, QueryText.Plain(","), Position + 1, Position++);
            return true;
        }

        if (ClosingOf(Text[Position]) is { } closing)
        {
            ReadPhrase(closing);
        }
        else if (isInList && (IsTwice(Position, '&', '\uFF06') || IsTwice(Position, '|', '\uFF5C')))
        {
            Add(IsTwice(Position, '&', '\uFF06') ? QueryTokenKind.And : QueryTokenKind.Or, QueryText.Plain(""), Position += 2, Position - 2);
            return true;
        }
        else if (EndsWord(Position))
        {
            return false;
        }
        else
        {
            ReadValue();
        }

        return isInList || (Position < Text.Length && IsComma(Text[Position]));
    }

    private void ReadValue()
    {
        var start = Position;
        var text = new QueryTextBuilder();
        while (!EndsWord(Position) && !IsComma(Text[Position]))
        {
            ReadCharacterOrEscape(text, isFirst: Position == start);
        }

        Add(text.IsPlain ? OperatorOf(text.ToText().Value) ?? QueryTokenKind.Word : QueryTokenKind.Word, text.ToText(), Position, start);
    }

    private void AddWord(QueryTextBuilder text, int start)
    {
        var word = text.ToText();
        if (!text.IsPlain)
        {
            Add(QueryTokenKind.Word, word, Position, start);
        }
        else if (OperatorOf(word.Value) is { } kind)
        {
            Add(kind, word, Position, start);
        }
        else if (ProximityOperator.TryRead(Text, word.Value, start, Position) is { } near)
        {
            _tokens.Add(near);
        }
        else
        {
            Add(QueryTokenKind.Word, word, Position, start);
        }
    }

    private void Add(QueryTokenKind kind, QueryText text, int end, int? start = null)
    {
        var length = kind is QueryTokenKind.And or QueryTokenKind.Or ? 2 : 1;
        _tokens.Add(new QueryToken(kind, text, (start ?? end - length) + 1, end + 1));
    }

    private static QueryTokenKind? OperatorOf(string word) => word.Length > 3 ? null : UnicodeNormaliser.Normalise(word) switch
    {
        "AND" => QueryTokenKind.And,
        "OR" => QueryTokenKind.Or,
        "NOT" => QueryTokenKind.Not,
        _ => null,
    };
}
