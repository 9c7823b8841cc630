using Archive.Core.Search.Analysis;

namespace Archive.Core.Search.Certificates;

/// <summary>Where a phrase stands among the tokens of a text.</summary>
internal sealed class PhrasePlaces(BoundPhrase phrase)
{
    private readonly TermTest[] _terms = [.. phrase.Terms.Select(term => new TermTest(term))];

    /// <summary>Positions from the first to the last token.</summary>
    public int Length => _terms.Length;

    /// <summary>What the last token covers beyond its position.</summary>
    public int Overhang => phrase.EndsInPair ? 1 : 0;

    public bool StandIn(TextAnalyzer tokens) => Next(tokens, 0) >= 0;

    /// <summary>The first place at or after a position; -1 when there is none.</summary>
    public int Next(TextAnalyzer tokens, int from)
    {
        for (var i = from; _terms.Length > 0 && i + _terms.Length <= tokens.Tokens.Length; i++)
        {
            if (StandsAt(tokens, i))
            {
                return i;
            }
        }

        return -1;
    }

    private bool StandsAt(TextAnalyzer tokens, int first)
    {
        for (var i = 0; i < _terms.Length; i++)
        {
            if (!_terms[i].Matches(tokens.BytesOf(tokens.Tokens[first + i])))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Two sides within a distance, by the definition at <see cref="BoundNear"/>.</summary>
internal sealed class NearTest(BoundNear near)
{
    private readonly PhrasePlaces[] _left = [.. near.Left.Select(phrase => new PhrasePlaces(phrase))];
    private readonly PhrasePlaces[] _right = [.. near.Right.Select(phrase => new PhrasePlaces(phrase))];

    public bool Passes(TextAnalyzer tokens) => Follows(tokens, _left, _right) || (!near.InOrder && Follows(tokens, _right, _left));

    private bool Follows(TextAnalyzer tokens, PhrasePlaces[] earlier, PhrasePlaces[] later) =>
        Array.Exists(earlier, first => Array.Exists(later, second => Follows(tokens, first, second)));

    private bool Follows(TextAnalyzer tokens, PhrasePlaces earlier, PhrasePlaces later)
    {
        for (var place = earlier.Next(tokens, 0); place >= 0; place = earlier.Next(tokens, place + 1))
        {
            var last = place + earlier.Length - 1;
            var next = later.Next(tokens, last + 1);
            if (next >= 0 && next - last - earlier.Overhang <= near.Distance)
            {
                return true;
            }
        }

        return false;
    }
}
