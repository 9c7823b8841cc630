namespace Archive.Core.Search.Language;

/// <summary>Tokens to tree: <c>or := and ("OR" and)*</c>, <c>and := unary ("AND"? unary)*</c>, <c>unary := ("NOT" | "-") unary | near</c>,
/// <c>near := primary (("w/n" | "pre/n") primary)?</c>, <c>primary := "(" or ")" | word | phrase | field</c>.</summary>
public sealed class QueryParser
{
    private readonly string _text;
    private readonly IReadOnlyList<QueryToken> _tokens;
    private int _next;
    private int _depth;
    private int _parentheses;
    private int _terms;

    private QueryParser(string text)
    {
        _text = text;
        _tokens = QueryTokenizer.Tokenize(text);
    }

    private QueryToken Current => _tokens[_next];

    /// <summary>Null for a blank query.</summary>
    /// <exception cref="QueryException">The text is not a query; no other exception is thrown, whatever the text.</exception>
    public static QueryNode? Parse(string text)
    {
        if (text.Length > QueryLimits.Length)
        {
            throw QueryErrors.TooLong(text.Length);
        }

        var parser = new QueryParser(text);
        if (parser.Current.Kind == QueryTokenKind.End)
        {
            return null;
        }

        var root = parser.ParseOr();
        return parser.Current.Kind == QueryTokenKind.End ? root : throw QueryErrors.UnexpectedParenthesis(text, parser.Current);
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

        return new OrNode(nodes, first.Column, nodes[^1].End);
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

        return nodes is null ? first : new AndNode(nodes, first.Column, nodes[^1].End);
    }

    private QueryNode ParseUnary()
    {
        if (Current.Kind != QueryTokenKind.Not)
        {
            return ParseNear();
        }

        var token = Enter();
        var inner = ParseUnary();
        _depth--;
        return new NotNode(inner, token.Column, inner.End);
    }

    private QueryNode ParseNear()
    {
        var left = ParsePrimary();
        while (Current.Kind == QueryTokenKind.Near)
        {
            var near = _tokens[_next++];
            if (near.Distance is < 1 or > QueryLimits.Distance)
            {
                throw QueryErrors.NearDistance(near.Column, Source(near));
            }

            var operands = new ProximityOperands(_text, left, near);
            var right = Current.Kind == QueryTokenKind.Not ? throw operands.RefuseNot(Current, ParseUnary()) : ParsePrimary();
            left = operands.Join(right);
        }

        return left;
    }

    private QueryNode ParsePrimary()
    {
        switch (Current.Kind)
        {
            case QueryTokenKind.Open:
                return ParseGroup();
            case QueryTokenKind.Word:
                var word = Take();
                return new WordNode(word.Text, word.Column, word.End);
            case QueryTokenKind.Phrase:
                var phrase = Take();
                return new PhraseNode(phrase.Text, phrase.Column, phrase.End);
            case QueryTokenKind.Field:
                var field = Take();
                return ParseField(field);
            default:
                throw MissingTerm();
        }
    }

    private QueryNode ParseGroup()
    {
        var open = Enter();
        _parentheses++;
        var inner = ParseOr();
        if (Current.Kind != QueryTokenKind.Close)
        {
            throw QueryErrors.UnclosedParenthesis(_text, open.Column, Describe(Current), _parentheses);
        }

        _depth--;
        _parentheses--;
        return inner with { Column = open.Column, End = _tokens[_next++].End };
    }

    /// <summary>What is too much is the operator that stands here, or the one before an end.</summary>
    private QueryException MissingTerm()
    {
        var operators = (QueryTokenKind[])[QueryTokenKind.And, QueryTokenKind.Or, QueryTokenKind.Not, QueryTokenKind.Near];
        var surplus = operators.Contains(Current.Kind) || _next == 0 ? Current : _tokens[_next - 1];
        return QueryErrors.MissingTerm(Current.Column, Describe(Current),
            operators.Contains(surplus.Kind) ? QueryEdit.Remove(_text, surplus.Column, surplus.End) : null);
    }

    private FieldNode ParseField(QueryToken field)
    {
        var values = new FieldValues(_text, _tokens, _next, field);
        var node = values.Parse(_parentheses);
        _next = values.Next;
        foreach (var value in node.Values.Skip(1)) // the field itself was counted for its first value
        {
            Count(value.Column);
        }

        return node;
    }

    private QueryToken Take()
    {
        Count(Current.Column);
        return _tokens[_next++];
    }

    private void Count(int column)
    {
        if (++_terms > QueryLimits.Terms)
        {
            throw QueryErrors.TooManyTerms(column, Describe(_tokens.First(token => token.Column == column)));
        }
    }

    private QueryToken Enter() =>
        ++_depth <= QueryLimits.Depth ? _tokens[_next++] : throw QueryErrors.TooDeep(Current.Column, Describe(Current));

    private string Source(QueryToken token) => _text[(token.Column - 1)..(token.End - 1)];

    private string Describe(QueryToken token) => token.Kind == QueryTokenKind.End ? "end of query" : Source(token);
}
