using Archive.Core.Search.Analysis;
using static Archive.Core.Search.Language.QueryCharacters;

namespace Archive.Core.Search.Language;

/// <summary>Text to tokens.</summary>
internal sealed class QueryTokenizer
{
    private readonly string _text;
    private readonly List<QueryToken> _tokens = [];
    private int _position;

    private QueryTokenizer(string text) => _text = text;

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
        if (_position == _text.Length)
        {
            return false;
        }

        if (ClosingOf(_text[_position]) is { } closing)
        {
            ReadPhrase(closing);
        }
        else if (TryReadMark() is { } kind)
        {
            Add(kind, QueryText.Plain(""), _position);
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
        var value = _text[_position];
        var (kind, length) = value switch
        {
            _ when Opens(value) => (QueryTokenKind.Open, 1),
            _ when Closes(value) => (QueryTokenKind.Close, 1),
            _ when IsTwice(_position, '&', '\uFF06') => (QueryTokenKind.And, 2),
            _ when IsTwice(_position, '|', '\uFF5C') => (QueryTokenKind.Or, 2),
            _ when IsMinus(value) && (!EndsWord(_position + 1) || OpensGroup(_position + 1)) => (QueryTokenKind.Not, 1),
            '!' when OpensGroup(_position + 1) || (_position + 1 < _text.Length && IsSearchable(_text[_position + 1])) => (QueryTokenKind.Not, 1),
            _ => (QueryTokenKind.End, 0),
        };
        if (length == 0)
        {
            return null;
        }

        _position += length;
        return kind;
    }

    private void ReadPhrase(string closing)
    {
        var start = _position++;
        var text = new QueryTextBuilder();
        while (_position < _text.Length && !closing.Contains(_text[_position]))
        {
            if (_text[_position] == '\\' && _position + 1 < _text.Length && (IsSpecialInPhrase(_text[_position + 1]) || closing.Contains(_text[_position + 1])))
            {
                text.AppendEscaped(_text[_position + 1]);
                _position += 2;
            }
            else
            {
                ReadCharacter(text);
            }
        }

        if (_position == _text.Length)
        {
            throw QueryErrors.UnclosedQuote(_text, start + 1, closing[0]);
        }

        Add(QueryTokenKind.Phrase, text.ToText(), ++_position, start);
    }

    private void ReadWord()
    {
        var start = _position;
        var text = new QueryTextBuilder();
        while (!EndsWord(_position))
        {
            if (IsColon(_text[_position]) && text.IsPlain && IsFieldName(_text.AsSpan(start, _position - start)))
            {
                Add(QueryTokenKind.Field, text.ToText(), ++_position, start);
                ReadValues();
                return;
            }

            ReadCharacterOrEscape(text, isFirst: _position == start);
        }

        AddWord(text, start);
    }

    /// <summary>What follows a field's colon: values with commas between, or a list in parentheses. In them a minus, a colon and a comma mean
    /// something else than in words.</summary>
    private void ReadValues()
    {
        var colon = _position;
        SkipBlanks();
        if (_position == _text.Length || (_position > colon && StartsField()))
        {
            return;
        }

        if (Opens(_text[_position]))
        {
            Add(QueryTokenKind.Open, QueryText.Plain(""), _position + 1, _position++);
            while (_position < _text.Length && !Opens(_text[_position]) && TryReadValue(isInList: true))
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
            while (_position < _text.Length && Separates(_text[_position]) && !IsComma(_text[_position]))
            {
                _position++;
            }
        }

        if (_position == _text.Length || Closes(_text[_position]))
        {
            return false;
        }

        if (IsComma(_text[_position]))
        {
            Add(QueryTokenKind.Comma, QueryText.Plain(","), _position + 1, _position++);
            return true;
        }

        if (ClosingOf(_text[_position]) is { } closing)
        {
            ReadPhrase(closing);
        }
        else if (isInList && (IsTwice(_position, '&', '\uFF06') || IsTwice(_position, '|', '\uFF5C')))
        {
            Add(IsTwice(_position, '&', '\uFF06') ? QueryTokenKind.And : QueryTokenKind.Or, QueryText.Plain(""), _position += 2, _position - 2);
            return true;
        }
        else if (EndsWord(_position))
        {
            return false;
        }
        else
        {
            ReadValue();
        }

        return isInList || (_position < _text.Length && IsComma(_text[_position]));
    }

    private void ReadValue()
    {
        var start = _position;
        var text = new QueryTextBuilder();
        while (!EndsWord(_position) && !IsComma(_text[_position]))
        {
            ReadCharacterOrEscape(text, isFirst: _position == start);
        }

        Add(text.IsPlain ? OperatorOf(text.ToText().Value) ?? QueryTokenKind.Word : QueryTokenKind.Word, text.ToText(), _position, start);
    }

    private void ReadCharacterOrEscape(QueryTextBuilder text, bool isFirst)
    {
        // Inside a word a letter needs no escape: the backslash of DOMAIN\user is a sign like any other.
        if (_text[_position] == '\\' && _position + 1 < _text.Length && (isFirst || !char.IsLetterOrDigit(_text[_position + 1])))
        {
            text.AppendEscaped(_text[_position + 1]);
            _position += 2;
        }
        else
        {
            ReadCharacter(text);
        }
    }

    private void ReadCharacter(QueryTextBuilder text)
    {
        var value = _text[_position];
        if (IsStar(value) || value == '?' || IsWideWildcard(_position))
        {
            text.AppendWildcard(IsStar(value) ? '*' : '?', _position + 1);
        }
        else
        {
            text.Append(value);
        }

        _position++;
    }

    private void AddWord(QueryTextBuilder text, int start)
    {
        var word = text.ToText();
        if (!text.IsPlain)
        {
            Add(QueryTokenKind.Word, word, _position, start);
        }
        else if (OperatorOf(word.Value) is { } kind)
        {
            Add(kind, word, _position, start);
        }
        else if (ProximityOperator.TryRead(_text, word.Value, start, _position) is { } near)
        {
            _tokens.Add(near);
        }
        else
        {
            Add(QueryTokenKind.Word, word, _position, start);
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

    private void SkipBlanks()
    {
        while (_position < _text.Length && (Separates(_text[_position]) || (_text[_position] == '\uFF1F' && !IsWideWildcard(_position))))
        {
            _position++;
        }
    }

    private bool EndsWord(int position) => position >= _text.Length || Separates(_text[position]) || Opens(_text[position]) || Closes(_text[position])
        || ClosingOf(_text[position]) is not null || IsTwice(position, '&', '\uFF06') || IsTwice(position, '|', '\uFF5C')
        || (_text[position] == '\uFF1F' && !IsWideWildcard(position));

    private bool OpensGroup(int position) => position < _text.Length && (Opens(_text[position]) || ClosingOf(_text[position]) is not null);

    private bool IsTwice(int position, char narrow, char wide) =>
        position + 1 < _text.Length && (_text[position] == narrow || _text[position] == wide) && (_text[position + 1] == narrow || _text[position + 1] == wide);

    /// <summary>The full-width question mark ends Chinese sentences; it is a wildcard between letters only.</summary>
    private bool IsWideWildcard(int position) => _text[position] == '\uFF1F' && position > 0 && position + 1 < _text.Length
        && IsSpacedLetter(_text[position - 1]) && IsSpacedLetter(_text[position + 1]);

    private bool StartsField()
    {
        var end = _position;
        while (!EndsWord(end) && !IsColon(_text[end]))
        {
            end++;
        }

        return end < _text.Length && IsColon(_text[end]) && IsFieldName(_text.AsSpan(_position, end - _position));
    }
}
