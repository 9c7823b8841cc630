namespace Archive.Core.Search.Language;

/// <summary>A query as it was written; names are not resolved yet.</summary>
/// <param name="Column">Where it begins, from 1.</param>
public abstract record QueryNode(int Column);

public sealed record WordNode(string Text, int Column) : QueryNode(Column);

public sealed record PhraseNode(string Text, int Column) : QueryNode(Column);

/// <param name="Name">As written, before the colon.</param>
public sealed record FieldNode(string Name, string Value, int Column, int ValueColumn) : QueryNode(Column);

public sealed record AndNode(IReadOnlyList<QueryNode> Nodes, int Column) : QueryNode(Column);

public sealed record OrNode(IReadOnlyList<QueryNode> Nodes, int Column) : QueryNode(Column);

public sealed record NotNode(QueryNode Node, int Column) : QueryNode(Column);
