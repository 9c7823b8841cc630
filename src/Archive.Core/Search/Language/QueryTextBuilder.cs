using System.Text;

namespace Archive.Core.Search.Language;

/// <summary>Collects the characters of one word or phrase.</summary>
internal sealed class QueryTextBuilder
{
    private readonly StringBuilder _value = new();
    private List<QueryWildcard>? _wildcards;

    /// <summary>Nothing in it was escaped and nothing is a wildcard: it may be an operator or the name of a field.</summary>
    public bool IsPlain { get; private set; } = true;

    public void Append(char value) => _value.Append(value);

    public void AppendEscaped(char value)
    {
        IsPlain = false;
        _value.Append(value);
    }

    public void AppendWildcard(char wildcard, int column)
    {
        IsPlain = false;
        (_wildcards ??= []).Add(new QueryWildcard(_value.Length, column));
        _value.Append(wildcard);
    }

    public QueryText ToText() => new(_value.ToString(), _wildcards ?? []);
}
