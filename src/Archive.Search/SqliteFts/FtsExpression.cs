using System.Text;
using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>An FTS5 query and its phrases, in FTS5's numbering.</summary>
/// <param name="Phrases">Text of each phrase as a query of its own.</param>
internal sealed record FtsExpression(string Text, IReadOnlyList<string> Phrases)
{
    /// <summary>Null when the node has parts that FTS5 cannot answer: fields, times, wildcards, proximity, or a NOT without anything to subtract
    /// from.</summary>
    public static FtsExpression? TryTranslate(BoundNode node) => TryTranslate([node]);

    /// <summary>All nodes joined by AND.</summary>
    public static FtsExpression? TryTranslate(IReadOnlyList<BoundNode> nodes)
    {
        var translation = new Translation();
        return translation.TryAppendAnd(nodes) ? new FtsExpression(translation.Text.ToString(), translation.Phrases) : null;
    }

    public static FtsExpression AnyOf(IReadOnlyList<BoundPhrase> phrases)
    {
        var texts = phrases.Select(Quote).ToArray();
        return new FtsExpression(string.Join(" OR ", texts), texts);
    }

    /// <summary>Documents that hold one of a token list.</summary>
    public static FtsExpression AnyOf(IEnumerable<string> tokens) =>
        AnyOf([.. tokens.Select(token => new BoundPhrase([new BoundTerm(token, TermMatch.Exact)]))]);

    /// <summary>Documents that hold phrases of both sides, near each other or not; the phrases of the left side come first.</summary>
    public static FtsExpression BothSides(BoundNear near)
    {
        var (left, right) = (AnyOf(near.Left), AnyOf(near.Right));
        return new FtsExpression($"({left.Text}) AND ({right.Text})", [.. left.Phrases, .. right.Phrases]);
    }

    /// <summary>False for phrases that FTS5 cannot look up by themselves: it knows the beginning of a word as the last of a phrase only.</summary>
    public static bool IsNative(BoundPhrase phrase) => phrase.Terms.Count > 0 && phrase.Terms[^1].Match != TermMatch.Pattern
        && phrase.Terms.Take(phrase.Terms.Count - 1).All(term => term.Match == TermMatch.Exact);

    // The analyzer's tokens hold letters and digits only; doubling keeps tokens from elsewhere inside the quotation, too.
    private static string Quote(BoundPhrase phrase)
    {
        var tokens = string.Join(' ', phrase.Terms.Select(term => term.Text)).Replace("\"", "\"\"", StringComparison.Ordinal);
        return $"\"{tokens}\"{(phrase.Terms[^1].Match == TermMatch.Prefix ? " *" : "")}";
    }

    private sealed class Translation
    {
        public StringBuilder Text { get; } = new();

        public List<string> Phrases { get; } = [];

        public bool TryAppendAnd(IReadOnlyList<BoundNode> nodes)
        {
            var positive = nodes.Where(node => node is not BoundNot).ToArray();
            var negative = nodes.OfType<BoundNot>().Select(not => not.Node).ToArray();
            if (positive.Length == 0)
            {
                return false;
            }

            Text.Append("((");
            if (!TryAppendAll(positive, " AND "))
            {
                return false;
            }

            Text.Append(')');
            if (negative.Length > 0)
            {
                Text.Append(" NOT (");
                if (!TryAppendAll(negative, " OR "))
                {
                    return false;
                }

                Text.Append(')');
            }

            Text.Append(')');
            return true;
        }

        private bool TryAppendAll(BoundNode[] nodes, string separator)
        {
            for (var i = 0; i < nodes.Length; i++)
            {
                Text.Append(i == 0 ? "" : separator);
                if (!TryAppend(nodes[i]))
                {
                    return false;
                }
            }

            return true;
        }

        private bool TryAppend(BoundNode node)
        {
            switch (node)
            {
                case BoundPhrase phrase when IsNative(phrase):
                    Phrases.Add(Quote(phrase));
                    Text.Append(Phrases[^1]);
                    return true;
                case BoundAnd { Nodes.Count: > 0 } and:
                    return TryAppendAnd(and.Nodes);
                case BoundOr { Nodes.Count: > 0 } or:
                    Text.Append('(');
                    var isWhole = TryAppendAll([.. or.Nodes], " OR ");
                    Text.Append(')');
                    return isWhole;
                default:
                    return false;
            }
        }
    }
}
