namespace Archive.Core.Search.Language;

internal enum QueryTokenKind
{
    Word,
    Phrase,

    /// <summary>A field's name; its colon is gone.</summary>
    Field,
    And,
    Or,
    Not,

    /// <summary>"w/n" or "pre/n".</summary>
    Near,
    Open,
    Close,

    /// <summary>Between the values of a field.</summary>
    Comma,
    End,
}

/// <param name="Text">Without quotation marks; the name of a field.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
/// <param name="End">Behind the last character, counted in the same way.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, QueryText Text, int Column, int End)
{
    /// <summary>Of <see cref="QueryTokenKind.Near"/>; -1 for a number that is too long.</summary>
    public int Distance { get; init; }

    public bool InOrder { get; init; }
}
