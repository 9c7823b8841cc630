namespace Archive.Core.Search.Language;

/// <summary>A query as it was written; names are not resolved yet.</summary>
/// <param name="Column">Where it begins, from 1, in UTF-16 units; parentheses around it belong to it.</param>
/// <param name="End">Behind its last character, counted in the same way.</param>
public abstract record QueryNode(int Column, int End);

public sealed record WordNode(QueryText Text, int Column, int End) : QueryNode(Column, End);

public sealed record PhraseNode(QueryText Text, int Column, int End) : QueryNode(Column, End);

/// <param name="Name">As written, before the colon.</param>
/// <param name="Values">At least one; the field asks for any of them.</param>
public sealed record FieldNode(string Name, IReadOnlyList<FieldValue> Values, int Column, int End) : QueryNode(Column, End);

public sealed record FieldValue(QueryText Text, int Column, int End);

/// <param name="Left">A word, a phrase, or an <see cref="OrNode"/> of such.</param>
/// <param name="Right">Like <paramref name="Left"/>.</param>
public sealed record NearNode(QueryNode Left, QueryNode Right, int Distance, bool InOrder, int Column, int End) : QueryNode(Column, End);

public sealed record AndNode(IReadOnlyList<QueryNode> Nodes, int Column, int End) : QueryNode(Column, End);

public sealed record OrNode(IReadOnlyList<QueryNode> Nodes, int Column, int End) : QueryNode(Column, End);

public sealed record NotNode(QueryNode Node, int Column, int End) : QueryNode(Column, End);
