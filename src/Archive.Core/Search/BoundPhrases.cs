namespace Archive.Core.Search;

/// <summary>The phrases of a bound query.</summary>
public static class BoundPhrases
{
    /// <summary>Phrases that a hit may show, those of proximities included: under no NOT, or under an even number of them. In order of the query,
    /// without repetition.</summary>
    public static IReadOnlyList<BoundPhrase> Positive(BoundNode root)
    {
        var phrases = new List<BoundPhrase>();
        foreach (var phrase in PositiveParts(root).SelectMany(part => part is BoundNear near ? near.Left.Concat(near.Right) : [(BoundPhrase)part]))
        {
            if (!phrases.Exists(known => known.Terms.SequenceEqual(phrase.Terms)))
            {
                phrases.Add(phrase);
            }
        }

        return phrases;
    }

    /// <summary>The same with proximities whole: each is a <see cref="BoundPhrase"/> with terms, or a <see cref="BoundNear"/>.</summary>
    public static IReadOnlyList<BoundNode> PositiveParts(BoundNode root)
    {
        var parts = new List<BoundNode>();
        Collect(root, isPositive: true, parts);
        return parts;
    }

    private static void Collect(BoundNode node, bool isPositive, List<BoundNode> parts)
    {
        switch (node)
        {
            case BoundAnd and:
                CollectAll(and.Nodes, isPositive, parts);
                break;
            case BoundOr or:
                CollectAll(or.Nodes, isPositive, parts);
                break;
            case BoundNot not:
                Collect(not.Node, !isPositive, parts);
                break;
            case BoundNear or BoundPhrase { Terms.Count: > 0 } when isPositive:
                parts.Add(node);
                break;
        }
    }

    private static void CollectAll(IReadOnlyList<BoundNode> nodes, bool isPositive, List<BoundNode> parts)
    {
        foreach (var node in nodes)
        {
            Collect(node, isPositive, parts);
        }
    }
}
