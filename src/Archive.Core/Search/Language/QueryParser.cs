namespace Archive.Core.Search.Language;

/// <summary>Tokens to tree: <c>or := and ("OR" and)*</c>, <c>and := unary ("AND"? unary)*</c>, <c>unary := ("NOT" | "-") unary | primary</c>.</summary>
public sealed class QueryParser
{
    private readonly IReadOnlyList<QueryToken> _tokens;
    private int _next;
    private int _depth;
    private int _terms;

    private QueryParser(IReadOnlyList<QueryToken> tokens) => _tokens = tokens;

    private QueryToken Current => _tokens[_next];

    /// <summary>Null for a blank query.</summary>
    /// <exception cref="QueryException">The text is not a query; no other exception is thrown, whatever the text.</exception>
    public static QueryNode? Parse(string text)
    {
        if (text.Length > QueryLimits.Length)
        {
            throw new QueryException(QueryLimits.Length + 1, QueryErrorCode.TooLong,
                $"A query has at most {QueryLimits.Length} characters; this one has {text.Length}.", "more text", "end of query",
                QueryLimits.Length.ToString(), text.Length.ToString());
        }

        var parser = new QueryParser(QueryTokenizer.Tokenize(text));
        if (parser.Current.Kind == QueryTokenKind.End)
        {
            return null;
        }

        var root = parser.ParseOr();
        return parser.Current.Kind == QueryTokenKind.End ? root : throw parser.UnexpectedParenthesis();
    }

    private QueryNode ParseOr()
    {
        var first = ParseAnd();
        if (Current.Kind != QueryTokenKind.Or)
        {
            return first;
        }

        var nodes = new List<QueryNode> { first };
        while (Current.Kind == QueryTokenKind.Or)
        {
            _next++;
            nodes.Add(ParseAnd());
        }

        return new OrNode(nodes, first.Column);
    }

    private QueryNode ParseAnd()
    {
        var first = ParseUnary();
        List<QueryNode>? nodes = null;
        while (Current.Kind is not (QueryTokenKind.Or or QueryTokenKind.Close or QueryTokenKind.End))
        {
            if (Current.Kind == QueryTokenKind.And)
            {
                _next++;
            }

            (nodes ??= [first]).Add(ParseUnary());
        }

        return nodes is null ? first : new AndNode(nodes, first.Column);
    }

    private QueryNode ParseUnary()
    {
        if (Current.Kind != QueryTokenKind.Not)
        {
            return ParsePrimary();
        }

        var token = Enter();
        var node = new NotNode(ParseUnary(), token.Column);
        _depth--;
        return node;
    }

    private QueryNode ParsePrimary()
    {
        switch (Current.Kind)
        {
            case QueryTokenKind.Open:
                var open = Enter();
                var inner = ParseOr();
                if (Current.Kind != QueryTokenKind.Close)
                {
                    throw new QueryException(open.Column, QueryErrorCode.UnclosedParenthesis, "The parenthesis is not closed.", Describe(Current), ")");
                }

                _next++;
                _depth--;
                return inner;
            case QueryTokenKind.Word:
                return new WordNode(Current.Text, Take().Column);
            case QueryTokenKind.Phrase:
                return new PhraseNode(Current.Text, Take().Column);
            case QueryTokenKind.Field:
                return ParseField();
            default:
                throw new QueryException(Current.Column, QueryErrorCode.MissingTerm, $"A word, phrase or field is missing before {Describe(Current)}.",
                    Describe(Current), "word, phrase, field or (", Describe(Current));
        }
    }

    private FieldNode ParseField()
    {
        var field = Take();
        if (Current.Kind is not (QueryTokenKind.Word or QueryTokenKind.Phrase))
        {
            throw new QueryException(Current.Column, QueryErrorCode.MissingValue, $"The field {field.Text}: has no value.", Describe(Current),
                "value", field.Text);
        }

        var value = _tokens[_next++];
        return new FieldNode(field.Text, value.Text, field.Column, value.Column);
    }

    private QueryToken Take()
    {
        if (++_terms > QueryLimits.Terms)
        {
            throw new QueryException(Current.Column, QueryErrorCode.TooManyTerms, $"A query has at most {QueryLimits.Terms} words, phrases and fields.",
                Describe(Current), "end of query", QueryLimits.Terms.ToString());
        }

        return _tokens[_next++];
    }

    private QueryToken Enter()
    {
        if (++_depth > QueryLimits.Depth)
        {
            throw new QueryException(Current.Column, QueryErrorCode.TooDeep, $"Parentheses and NOT may be nested {QueryLimits.Depth} deep.",
                Describe(Current), "less nesting", QueryLimits.Depth.ToString());
        }

        return _tokens[_next++];
    }

    private QueryException UnexpectedParenthesis() =>
        new(Current.Column, QueryErrorCode.UnexpectedParenthesis, "The closing parenthesis has no opening one.", Describe(Current), "end of query");

    private static string Describe(QueryToken token) => token.Kind == QueryTokenKind.End ? "end of query" : token.Text;
}
