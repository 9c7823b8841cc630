using Archive.Core.Search;

namespace Archive.Search.SqliteFts;

/// <summary>What wildcards stand for in the documents at hand; for one search, inside its transaction. Expansion is always complete: a limit on it
/// would tell what other people's records say.</summary>
internal sealed class Vocabulary(IndexReader reader, CancellationToken cancellationToken)
{
    // So many alternatives make a query of FTS5 no slower than a set of documents made beforehand, and hits can be ranked by them.
    private const int InlineLimit = 64;

    // Greater than any character of a token.
    private const string Last = "\U0010FFFF";

    // A wildcard matches letters of scripts with blanks only, so half of the vocabulary of a Chinese archive is left out: Han characters and Hangul.
    private static readonly (string First, string Last)[] SpacedScripts = [("", "\u33FF" + Last), ("\uA000", "\uABFF" + Last), ("\uE000", Last)];

    private readonly Dictionary<BoundTerm, IReadOnlyList<string>> _known = [];

    /// <summary>Every token that a term stands for.</summary>
    public IReadOnlyList<string> Expand(BoundTerm term)
    {
        if (term.Match == TermMatch.Exact)
        {
            return [term.Text];
        }

        if (_known.TryGetValue(term, out var known))
        {
            return known;
        }

        var found = new List<string>();
        var test = new TermTest(term);
        foreach (var (first, last) in RangesOf(term))
        {
            reader.ReadTerms(first, last, test, found, cancellationToken);
        }

        _known.Add(term, found);
        return found;
    }

    /// <summary>The same query with every wildcard of few meanings spelled out.</summary>
    public BoundNode Expand(BoundNode node) => node switch
    {
        BoundAnd and => new BoundAnd([.. and.Nodes.Select(Expand)]),
        BoundOr or => new BoundOr([.. or.Nodes.Select(Expand)]),
        BoundNot not => new BoundNot(Expand(not.Node)),
        BoundNear near => Expand(near),
        BoundPhrase phrase => Spell(phrase) is [var only] ? only : new BoundOr(Spell(phrase)),
        _ => node,
    };

    private BoundNode Expand(BoundNear near)
    {
        var (left, right) = (near.Left.SelectMany(Spell).ToArray(), near.Right.SelectMany(Spell).ToArray());
        return left.Length == 0 || right.Length == 0 ? new BoundOr([]) : near with { Left = left, Right = right };
    }

    /// <summary>The phrase itself when FTS5 knows it, or when it stands for too many.</summary>
    private IReadOnlyList<BoundPhrase> Spell(BoundPhrase phrase)
    {
        if (phrase.Terms.Count == 0 || FtsExpression.IsNative(phrase))
        {
            return [phrase];
        }

        List<BoundTerm[]> spelled = [[]];
        for (var i = 0; i < phrase.Terms.Count; i++)
        {
            var isNative = i == phrase.Terms.Count - 1 && phrase.Terms[i].Match == TermMatch.Prefix;
            BoundTerm[] terms = isNative ? [phrase.Terms[i]] : [.. Expand(phrase.Terms[i]).Select(token => new BoundTerm(token, TermMatch.Exact))];
            if ((long)spelled.Count * terms.Length > InlineLimit)
            {
                return [phrase];
            }

            spelled = [.. spelled.SelectMany(_ => terms, (start, term) => (BoundTerm[])[.. start, term])];
        }

        return [.. spelled.Select(terms => phrase with { Terms = terms })];
    }

    private static (string First, string Last)[] RangesOf(BoundTerm term)
    {
        var length = term.Match == TermMatch.Prefix ? -1 : term.Text.AsSpan().IndexOfAny('*', '?');
        var start = length < 0 ? term.Text : term.Text[..length];
        return start.Length > 0 ? [(start, start + Last)] : SpacedScripts;
    }
}
