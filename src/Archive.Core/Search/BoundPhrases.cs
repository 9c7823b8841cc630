namespace Archive.Core.Search;

/// <summary>The phrases of a bound query.</summary>
public static class BoundPhrases
{
    /// <summary>Phrases that a hit may show: those under no NOT, or under an even number of them. In order of the query, without repetition.</summary>
    public static IReadOnlyList<BoundPhrase> Positive(BoundNode root)
    {
        var phrases = new List<BoundPhrase>();
        Collect(root, isPositive: true, phrases);
        return phrases;
    }

    private static void Collect(BoundNode node, bool isPositive, List<BoundPhrase> phrases)
    {
        switch (node)
        {
            case BoundAnd and:
                CollectAll(and.Nodes, isPositive, phrases);
                break;
            case BoundOr or:
                CollectAll(or.Nodes, isPositive, phrases);
                break;
            case BoundNot not:
                Collect(not.Node, !isPositive, phrases);
                break;
            case BoundNear near when isPositive:
                CollectAll([.. near.Left, .. near.Right], isPositive, phrases);
                break;
            case BoundPhrase { Terms.Count: > 0 } phrase when isPositive && !phrases.Exists(known => known.Terms.SequenceEqual(phrase.Terms)):
                phrases.Add(phrase);
                break;
        }
    }

    private static void CollectAll(IReadOnlyList<BoundNode> nodes, bool isPositive, List<BoundPhrase> phrases)
    {
        foreach (var node in nodes)
        {
            Collect(node, isPositive, phrases);
        }
    }
}
