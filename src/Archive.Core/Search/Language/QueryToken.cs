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
    Open,
    Close,
    End,
}

/// <param name="Text">As written, without quotation marks; the name of a field.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text, int Column);
