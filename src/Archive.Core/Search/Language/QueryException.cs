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

    /// <summary>The values in the message, in the order in which they are mentioned.</summary>
    public IReadOnlyList<string> Arguments { get; }
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

    /// <summary>[field, value]</summary>
    InvalidDate,

    /// <summary>Nothing in it is searchable, only punctuation or symbols [text].</summary>
    NothingSearchable,

    /// <summary>"word*" is not part of the language [text].</summary>
    Wildcard,
}
