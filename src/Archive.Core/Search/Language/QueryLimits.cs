namespace Archive.Core.Search.Language;

/// <summary>Bounds of a query, so that no text can exhaust stack, memory or index.</summary>
public static class QueryLimits
{
    /// <summary>UTF-16 units.</summary>
    public const int Length = 2_000;

    /// <summary>Parentheses and NOTs inside each other.</summary>
    public const int Depth = 32;

    /// <summary>Words, phrases and fields together.</summary>
    public const int Terms = 64;
}
