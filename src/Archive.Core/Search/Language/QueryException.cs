namespace Archive.Core.Search.Language;

/// <summary>The query cannot be understood. <see cref="Exception.Message"/> is English; <see cref="Code"/> and <see cref="Arguments"/> let
/// a page say the same in another language.</summary>
public sealed class QueryException : Exception
{
    internal QueryException(int column, QueryErrorCode code, string message, string found, string expected, params string[] arguments)
        : base(message)
    {
        Column = column;
        Code = code;
        Found = found;
        Expected = expected;
        Arguments = arguments;
    }

    /// <summary>Where, from 1, in UTF-16 units of the query.</summary>
    public int Column { get; }

    public QueryErrorCode Code { get; }

    /// <summary>What stands there; "end of query" at the end.</summary>
    public string Found { get; }

    public string Expected { get; }

    /// <summary>A whole query that may have been meant and can be typed as it is; null when nothing is likely.</summary>
    public string? Suggestion { get; internal init; }

    /// <summary>The values in the message, in the order in which they are mentioned.</summary>
    public IReadOnlyList<string> Arguments { get; }

    internal QueryException WithoutSuggestion() => new(Column, Code, Message, Found, Expected, [.. Arguments]);
}

/// <summary>What is wrong. The arguments of the message stand in brackets.</summary>
public enum QueryErrorCode
{
    /// <summary>[limit, length]</summary>
    TooLong,

    /// <summary>[limit]</summary>
    TooDeep,

    /// <summary>[limit]</summary>
    TooManyTerms,

    /// <summary>[limit]</summary>
    TooManyWildcards,

    /// <summary>[limit, cost]</summary>
    TooCostly,

    /// <summary>A quotation mark that is never closed [mark].</summary>
    UnclosedQuote,

    /// <summary>A parenthesis that is never closed.</summary>
    UnclosedParenthesis,

    /// <summary>A closing parenthesis without an opening one.</summary>
    UnexpectedParenthesis,

    /// <summary>An operator or parenthesis where a term must stand [found].</summary>
    MissingTerm,

    /// <summary>A field without value [field].</summary>
    MissingValue,

    /// <summary>[field, suggestion or all fields]</summary>
    UnknownField,

    /// <summary>A field with a closed set of values, and none of them [field, value, all values].</summary>
    UnknownValue,

    /// <summary>Values of a field that are not joined by OR or commas [field].</summary>
    FieldList,

    /// <summary>A NOT inside a field [field].</summary>
    NegatedValue,

    /// <summary>A wildcard in a field [field, value].</summary>
    FieldWildcard,

    /// <summary>[field, value]</summary>
    InvalidDate,

    /// <summary>A list or range where one date must stand [field].</summary>
    SingleDate,

    /// <summary>A range that ends before it begins [begin, end].</summary>
    DateOrder,

    /// <summary>Nothing in it is searchable, only punctuation or symbols [text].</summary>
    NothingSearchable,

    /// <summary>Too few letters and digits beside wildcards [text, limit].</summary>
    WildcardTooBroad,

    /// <summary>A wildcard beside a character of a script without blanks [text].</summary>
    UnspacedWildcard,

    /// <summary>[limit]</summary>
    NearDistance,

    /// <summary>Something that is no word, phrase or OR list of them beside a proximity operator [operator, found].</summary>
    NearOperand,

    /// <summary>Proximity of a proximity [operator].</summary>
    NearChain,

    /// <summary>Proximity as other languages write it [found, what it is here].</summary>
    ForeignProximity,
}
