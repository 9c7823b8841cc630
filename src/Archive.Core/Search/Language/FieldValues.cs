namespace Archive.Core.Search.Language;

/// <summary>Reads the values behind a field's colon: one, several with commas between, or a list in parentheses.</summary>
internal sealed class FieldValues(string text, IReadOnlyList<QueryToken> tokens, int next, QueryToken field)
{
    private readonly string _name = field.Text.Value;
    private readonly List<FieldValue> _values = [];

    /// <summary>The token behind the values.</summary>
    public int Next { get; private set; } = next;

    private QueryToken Current => tokens[Next];

    /// <param name="parentheses">How many are open before the field.</param>
    public FieldNode Parse(int parentheses)
    {
        var end = Current.Kind == QueryTokenKind.Open ? ParseList(parentheses) : ParseValues();
        return new FieldNode(_name, _values, field.Column, end);
    }

    private int ParseValues()
    {
        AddValue();
        while (Current.Kind == QueryTokenKind.Comma)
        {
            var comma = tokens[Next++];
            if (Current.Column != comma.End)
            {
                throw QueryErrors.FieldList(comma.Column, _name, ",", Rewrite(Current.End));
            }

            AddValue();
        }

        return _values[^1].End;
    }

    private int ParseList(int parentheses)
    {
        var open = tokens[Next++];
        AddValue();
        while (Current.Kind is QueryTokenKind.Or or QueryTokenKind.Comma)
        {
            Next++;
            AddValue();
        }

        return Current.Kind switch
        {
            QueryTokenKind.Close => tokens[Next++].End,
            QueryTokenKind.End => throw QueryErrors.UnclosedParenthesis(text, open.Column, Describe(Current), parentheses + 1),
            QueryTokenKind.Not => throw QueryErrors.NegatedValue(Current.Column, _name, Describe(Current), null),
            QueryTokenKind.And => throw QueryErrors.FieldList(Current.Column, _name, Describe(Current), null),
            _ => throw QueryErrors.FieldList(Current.Column, _name, Describe(Current),
                Next + 1 < tokens.Count && tokens[Next + 1].Kind == QueryTokenKind.Close ? Rewrite(tokens[Next + 1].End) : null),
        };
    }

    private void AddValue()
    {
        if (Current.Kind == QueryTokenKind.Not)
        {
            throw QueryErrors.NegatedValue(Current.Column, _name, Describe(Current), null);
        }

        if (Current.Kind == QueryTokenKind.Open)
        {
            throw QueryErrors.FieldList(Current.Column, _name, Describe(Current), null);
        }

        if (Current.Kind is not (QueryTokenKind.Word or QueryTokenKind.Phrase))
        {
            throw QueryErrors.MissingValue(Current.Column, _name, Describe(Current));
        }

        var value = tokens[Next++];
        _values.Add(new FieldValue(value.Text, value.Column, value.End));
    }

    /// <summary>The values and the word that was meant to be one more, as a list.</summary>
    /// <param name="end">Behind the part of the query that the list stands for.</param>
    private string? Rewrite(int end)
    {
        if (Current.Kind is not (QueryTokenKind.Word or QueryTokenKind.Phrase))
        {
            return null;
        }

        var values = _values.Select(value => text[(value.Column - 1)..(value.End - 1)]).Append(Describe(Current));
        return QueryEdit.Replace(text, field.Column, end, $"{_name}:({string.Join(" OR ", values)})");
    }

    private string Describe(QueryToken token) => token.Kind == QueryTokenKind.End ? "end of query" : text[(token.Column - 1)..(token.End - 1)];
}
