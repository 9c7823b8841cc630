namespace Archive.Core.Search.Language;

/// <summary>Joins what stands beside "w/n" or "pre/n", or says why it cannot be joined and how it is written instead.</summary>
internal sealed class ProximityOperands(string text, QueryNode left, QueryToken near)
{
    private string Operator => text[(near.Column - 1)..(near.End - 1)];

    /// <exception cref="QueryException">One of them is no word, phrase, or OR list of them.</exception>
    public NearNode Join(QueryNode right)
    {
        foreach (var operand in (QueryNode[])[left, right])
        {
            if (FindOther(operand) is { } other)
            {
                throw other is NearNode
                    ? QueryErrors.NearChain(near.Column, Operator, Unchain(right))
                    : QueryErrors.NearOperand(other.Column, Operator, Name(other), Spread(right));
            }
        }

        return new NearNode(left, right, near.Distance, near.InOrder, left.Column, right.End);
    }

    public QueryException RefuseNot(QueryToken not, QueryNode negated) => QueryErrors.NearOperand(not.Column, Operator, Name(negated),
        negated is NotNode { Node: var inner } && FindOther(left) is null && FindOther(inner) is null
            ? Replace(negated, $"({Of(left)} NOT ({Of(left)} {Operator} {Of(inner)}))") : null);

    private static QueryNode? FindOther(QueryNode node) => node switch
    {
        WordNode or PhraseNode => null,
        OrNode or => or.Nodes.Select(FindOther).FirstOrDefault(found => found is not null),
        _ => node,
    };

    /// <summary>Two proximities instead of one of the other.</summary>
    private string? Unchain(QueryNode right) => (left, right) switch
    {
        (NearNode first, _) when FindOther(right) is null => Replace(right, $"{Group(first)} AND ({Of(first.Right)} {Operator} {Of(right)})"),
        (_, NearNode second) when FindOther(left) is null => Replace(right, $"({Of(left)} {Operator} {Of(second.Left)}) AND {Group(second)}"),
        _ => null,
    };

    /// <summary>The proximity of each part of an AND; fields go beside it.</summary>
    private string? Spread(QueryNode right) => (left, right) switch
    {
        (AndNode and, _) when and.Nodes.All(node => FindOther(node) is null) && FindOther(right) is null =>
            Replace(right, string.Join(" AND ", and.Nodes.Select(node => $"({Of(node)} {Operator} {Of(right)})"))),
        (_, AndNode and) when and.Nodes.All(node => FindOther(node) is null) && FindOther(left) is null =>
            Replace(right, string.Join(" AND ", and.Nodes.Select(node => $"({Of(left)} {Operator} {Of(node)})"))),
        (FieldNode, _) or (_, FieldNode) => Replace(right, $"{Of(left)} AND {Of(right)}"),
        _ => null,
    };

    private string? Replace(QueryNode last, string replacement) => QueryEdit.Replace(text, left.Column, last.End, replacement);

    private string Group(NearNode node) => node.Column < node.Left.Column ? Of(node) : $"({Of(node)})";

    private string Of(QueryNode node) => QueryEdit.Of(text, node);

    private string Name(QueryNode node) => node switch
    {
        AndNode => "AND",
        NotNode => "NOT",
        _ => Of(node),
    };
}
