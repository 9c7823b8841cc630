namespace Archive.Core.Search.Language;

/// <summary>Bounds of a query, so that no text can exhaust stack, memory or index. None of them depends on what the archive holds: an error that did
/// would tell what other people's records say.</summary>
public static class QueryLimits
{
    /// <summary>UTF-16 units.</summary>
    public const int Length = 2_000;

    /// <summary>Parentheses and NOTs inside each other.</summary>
    public const int Depth = 32;

    /// <summary>Words, phrases and values of fields together.</summary>
    public const int Terms = 64;

    /// <summary>Words with "*" or "?".</summary>
    public const int Wildcards = 8;

    /// <summary>Letters and digits that a word with wildcards has at least.</summary>
    public const int WildcardLetters = 2;

    /// <summary>The largest n of "w/n" and "pre/n".</summary>
    public const int Distance = 100;

    /// <summary>Sum over the query: a word or phrase costs 1, a proximity 4 more, a word with wildcards 3 more, and 15 more when it does not begin
    /// with two letters or digits, because then every word of the index is looked at.</summary>
    public const int Cost = 100;
}
