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

    public bool Allows(string source) => Sources is null || Sources.Contains(source);
}

public abstract record BoundNode;

public sealed record BoundAnd(IReadOnlyList<BoundNode> Nodes) : BoundNode;

public sealed record BoundOr(IReadOnlyList<BoundNode> Nodes) : BoundNode;

public sealed record BoundNot(BoundNode Node) : BoundNode;

/// <summary>Consecutive tokens of the analyzer. A word is a phrase of one or, in Chinese, of several tokens.</summary>
/// <param name="LastIsPrefix">The last token matches every token that begins with it (a single Han character).</param>
public sealed record BoundPhrase(IReadOnlyList<string> Tokens, bool LastIsPrefix) : BoundNode;

/// <summary>"from:", "in:", "source:": equals an id, or is contained in a name (compared after folding by the analyzer's rules).</summary>
public sealed record BoundField(SearchField Field, string Value) : BoundNode;

public enum SearchField
{
    From,
    In,
    Source,
}

/// <summary>Half-open range of message times; null is unbounded.</summary>
public sealed record BoundTime(DateTimeOffset? From, DateTimeOffset? Until) : BoundNode;
