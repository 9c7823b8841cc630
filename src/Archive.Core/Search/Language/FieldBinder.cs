using Archive.Core.Search.Analysis;

namespace Archive.Core.Search.Language;

/// <summary>Resolves fields and their values.</summary>
/// <param name="text">The query, for suggestions.</param>
/// <param name="today">The day in UTC that relative dates count from.</param>
internal sealed class FieldBinder(string text, DateTimeOffset today)
{
    /// <exception cref="QueryException">No such field, or no such value.</exception>
    public BoundNode Bind(FieldNode field)
    {
        var name = TextFolding.Fold(field.Name);
        if (name is "before" or "after")
        {
            var date = BindDate(field, RequireSingle(field));
            return name == "before" ? new BoundTime(null, date.From) : new BoundTime(date.From, null);
        }

        if (name == "on")
        {
            return AnyOf([.. field.Values.Select(value => BindRange(field, value))]);
        }

        return QueryFields.Find(name) is { } target
            ? AnyOf([.. field.Values.Select(value => BindValue(target, field, value))])
            : throw Unknown(field);
    }

    private static BoundNode AnyOf(IReadOnlyList<BoundNode> nodes) => nodes.Count == 1 ? nodes[0] : new BoundOr(nodes);

    private BoundField BindValue(SearchField target, FieldNode field, FieldValue value)
    {
        RefuseSigns(field, value);
        var typed = value.Text.Value.Trim();
        if (target switch { SearchField.From or SearchField.To => "@\uFF20", SearchField.In => "#\uFF03", _ => "" } is { Length: > 0 } sigils
            && typed.Length > 0 && sigils.Contains(typed[0]))
        {
            typed = typed[1..];
        }

        var folded = TextFolding.Fold(typed);
        if (folded.Length == 0)
        {
            throw QueryErrors.MissingValue(value.Column, field.Name, typed);
        }

        if (QueryFields.ValuesOf(target) is not { } known)
        {
            return new BoundField(target, typed);
        }

        return known.Contains(folded) ? new BoundField(target, folded) : throw QueryErrors.UnknownValue(value.Column, field.Name, typed,
            string.Join(", ", known), EditDistance.Nearest(folded, known) is { } nearest ? Replace(value, nearest) : null);
    }

    private void RefuseSigns(FieldNode field, FieldValue value)
    {
        var written = Written(value);
        if (written.Length > 1 && (QueryCharacters.IsMinus(written[0]) || written[0] == '!'))
        {
            throw QueryErrors.NegatedValue(value.Column, field.Name, written,
                field.Values.Count == 1 ? QueryEdit.Replace(text, field.Column, field.End, $"-{field.Name}:{written[1..]}") : null);
        }

        if (value.Text.Wildcards.Count > 0)
        {
            var bare = written.Trim('*', '\uFF0A');
            throw QueryErrors.FieldWildcard(value.Text.Wildcards[0].Column, field.Name, value.Text.Value,
                Replace(value, bare.Length > 0 && bare.All(char.IsLetterOrDigit) ? bare : QueryEdit.Quote(value.Text.Value)));
        }
    }

    private FieldValue RequireSingle(FieldNode field)
    {
        var value = field.Values[0];
        return field.Values.Count == 1 ? value : throw QueryErrors.SingleDate(value.Column, field.Name, Written(field.Values[1]), null);
    }

    private BoundTime BindDate(FieldNode field, FieldValue value)
    {
        var folded = TextFolding.Fold(value.Text.Value);
        return QueryDate.TryParse(folded, today) ?? throw (QueryDate.SplitRange(folded) is null
            ? QueryErrors.InvalidDate(value.Column, field.Name, value.Text.Value)
            : QueryErrors.SingleDate(value.Column, field.Name, Written(value), QueryEdit.Replace(text, field.Column, field.End, $"on:{Written(value)}")));
    }

    private BoundTime BindRange(FieldNode field, FieldValue value)
    {
        if (QueryDate.SplitRange(TextFolding.Fold(value.Text.Value)) is not var (first, last))
        {
            return BindDate(field, value);
        }

        var from = first.Length == 0 ? null : QueryDate.TryParse(first, today) ?? throw QueryErrors.InvalidDate(value.Column, field.Name, first);
        var until = last.Length == 0 ? null : QueryDate.TryParse(last, today) ?? throw QueryErrors.InvalidDate(value.Column, field.Name, last);
        if (from is null && until is null)
        {
            throw QueryErrors.InvalidDate(value.Column, field.Name, value.Text.Value);
        }

        return from is null || until is null || from.From < (until.Until ?? DateTimeOffset.MaxValue)
            ? new BoundTime(from?.From, until?.Until)
            : throw QueryErrors.DateOrder(value.Column, first, last, Replace(value, $"{last}..{first}"));
    }

    private QueryException Unknown(FieldNode field)
    {
        var nearest = QueryFields.Nearest(field.Name);
        var suggestion = nearest is null
            ? QueryEdit.Replace(text, field.Column, field.End, QueryEdit.Quote(QueryEdit.Of(text, field)))
            : QueryEdit.Replace(text, field.Column, field.Column + field.Name.Length, nearest);
        return QueryErrors.UnknownField(field.Column, field.Name,
            nearest is null ? string.Join(", ", QueryFields.Names.Select(name => name + ":")) : nearest + ":", suggestion);
    }

    private string? Replace(FieldValue value, string replacement) => QueryEdit.Replace(text, value.Column, value.End, replacement);

    private string Written(FieldValue value) => text[(value.Column - 1)..(value.End - 1)];
}
