namespace Archive.Core.Search;

/// <summary>A query that is ready to run: names resolved to predicates, the asker's permissions joined in, limits checked. Translators only
/// translate it; they decide nothing.</summary>
/// <param name="Root">Null matches every document (a query of filters alone has its filters in the tree, too).</param>
/// <param name="Scope">What the asker may see; always applied, never part of the visible query.</param>
public sealed record BoundQuery(BoundNode? Root, SearchScope Scope);

/// <summary>Which records a person may find.</summary>
/// <param name="Sources">Null for all sources.</param>
public sealed record SearchScope(IReadOnlyList<string>? Sources)
{
    public static SearchScope Everything { get; } = new((IReadOnlyList<string>?)null);

    /// <summary>Some records are out of sight. Then nothing that is answered may follow from them: neither totals nor the order of hits.</summary>
    public bool IsNarrow => Sources is not null;

    public bool Allows(string source) => Sources is null || Sources.Contains(source);
}

public abstract record BoundNode;

public sealed record BoundAnd(IReadOnlyList<BoundNode> Nodes) : BoundNode;

public sealed record BoundOr(IReadOnlyList<BoundNode> Nodes) : BoundNode;

public sealed record BoundNot(BoundNode Node) : BoundNode;

/// <summary>Consecutive tokens of the analyzer. A word is a phrase of one or, in Chinese, of several tokens. Without terms it matches nothing.</summary>
/// <param name="EndsInPair">The last term is a pair of characters: it stands at its first one and covers the next, too.</param>
public sealed record BoundPhrase(IReadOnlyList<BoundTerm> Terms, bool EndsInPair = false) : BoundNode;

/// <summary>What one token of a document must be.</summary>
/// <param name="Text">Of <see cref="TermMatch.Pattern"/>: "*" stands for any number of characters, none included, "?" for one.</param>
public readonly record struct BoundTerm(string Text, TermMatch Match);

public enum TermMatch
{
    Exact,

    /// <summary>Begins with the text: a single Han character, or "word*".</summary>
    Prefix,
    Pattern,
}

/// <summary>Two places near each other. Matches when one of <paramref name="Left"/> and one of <paramref name="Right"/> stand so that the later one
/// begins after the last token of the earlier one, and at most <paramref name="Distance"/> positions after its end. Positions are words, or
/// characters in scripts without blanks; of neighbours, the later one begins 1 after the end of the earlier one. A phrase ends at the position of
/// its last token, or at the next one where <see cref="BoundPhrase.EndsInPair"/>.</summary>
/// <param name="InOrder">The left one must be the earlier one.</param>
public sealed record BoundNear(IReadOnlyList<BoundPhrase> Left, IReadOnlyList<BoundPhrase> Right, int Distance, bool InOrder) : BoundNode;

/// <summary>What stands beside the text. <paramref name="Value"/> is checked and in its canonical form for <see cref="SearchField.Type"/>,
/// <see cref="SearchField.Has"/>, <see cref="SearchField.Language"/> and <see cref="SearchField.Revision"/> (<see cref="DocumentTraits"/> names them);
/// otherwise it is as typed, and compared after folding by the analyzer's rules.</summary>
public sealed record BoundField(SearchField Field, string Value) : BoundNode;

public enum SearchField
{
    /// <summary>Sender: equals the id, or is contained in any name the account had.</summary>
    From,

    /// <summary>A recipient (<see cref="Messages.Recipients"/>); compared like a sender.</summary>
    To,

    /// <summary>Conversation: equals the id, or is contained in any name it had.</summary>
    In,

    /// <summary>Source: is contained in its name.</summary>
    Source,
    Type,
    Has,
    Language,

    /// <summary>Redaction policy: "name" or "name@version".</summary>
    Policy,
    Revision,

    /// <summary>What the redaction found: "phone".</summary>
    Label,
}

/// <summary>Half-open range of message times; null is unbounded.</summary>
public sealed record BoundTime(DateTimeOffset? From, DateTimeOffset? Until) : BoundNode;
