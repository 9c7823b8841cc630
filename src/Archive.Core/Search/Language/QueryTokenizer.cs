namespace Archive.Core.Search.Language;

/// <summary>Text to tokens. Western and East Asian forms of quotation marks, colons and parentheses mean the same.</summary>
internal sealed class QueryTokenizer(string text)
{
    private const string DoubleQuotes = "\"\u201C\u201D\u201E\uFF02";
    private int _position;

    /// <exception cref="QueryException">A quotation mark is not closed.</exception>
    public static IReadOnlyList<QueryToken> Tokenize(string text)
    {
        var tokenizer = new QueryTokenizer(text);
        var tokens = new List<QueryToken>();
        do
        {
            tokens.Add(tokenizer.ReadToken());
        }
        while (tokens[^1].Kind != QueryTokenKind.End);
        return tokens;
    }

    private QueryToken ReadToken()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }

        if (_position == text.Length)
        {
            return new QueryToken(QueryTokenKind.End, "", _position + 1);
        }

        var value = text[_position];
        if (ClosingOf(value) is { } closing)
        {
            return ReadPhrase(closing);
        }

        var kind = value switch
        {
            '(' or '\uFF08' => QueryTokenKind.Open,
            ')' or '\uFF09' => QueryTokenKind.Close,
            '-' or '\uFF0D' when !EndsWord(_position + 1) || OpensGroup(_position + 1) => QueryTokenKind.Not,
            _ => QueryTokenKind.Word,
        };
        return kind == QueryTokenKind.Word ? ReadWord() : new QueryToken(kind, value.ToString(), ++_position);
    }

    private QueryToken ReadPhrase(string closing)
    {
        var start = _position;
        var length = text.AsSpan(start + 1).IndexOfAny(closing);
        if (length < 0)
        {
            throw new QueryException(start + 1, QueryErrorCode.UnclosedQuote, $"The quotation mark {text[start]} is not closed.",
                "end of query", "closing quotation mark", text[start].ToString());
        }

        _position = start + length + 2;
        return new QueryToken(QueryTokenKind.Phrase, text.Substring(start + 1, length), start + 1);
    }

    private QueryToken ReadWord()
    {
        var start = _position;
        while (!EndsWord(_position))
        {
            if (text[_position] is ':' or '\uFF1A' && IsFieldName(text.AsSpan(start, _position - start)))
            {
                var name = text[start.._position++];
                return new QueryToken(QueryTokenKind.Field, name, start + 1);
            }

            _position++;
        }

        var word = text[start.._position];
        var kind = word switch
        {
            "AND" => QueryTokenKind.And,
            "OR" => QueryTokenKind.Or,
            "NOT" => QueryTokenKind.Not,
            _ => QueryTokenKind.Word,
        };
        return new QueryToken(kind, word, start + 1);
    }

    private bool EndsWord(int position) => position >= text.Length || char.IsWhiteSpace(text[position])
        || text[position] is '(' or ')' or '\uFF08' or '\uFF09' || ClosingOf(text[position]) is not null;

    private bool OpensGroup(int position) =>
        position < text.Length && (text[position] is '(' or '\uFF08' || ClosingOf(text[position]) is not null);

    private static bool IsFieldName(ReadOnlySpan<char> name)
    {
        foreach (var value in name)
        {
            if (!char.IsAsciiLetter(value))
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    private static string? ClosingOf(char value) => value switch
    {
        '\u300C' => "\u300D",
        '\u300E' => "\u300F",
        _ => DoubleQuotes.Contains(value) ? DoubleQuotes : null,
    };
}
