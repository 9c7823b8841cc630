using Archive.Core.Search.Analysis;

namespace Archive.Core.Search;

/// <summary>Finds a phrase among the tokens of a text. Thread-safe.</summary>
internal sealed class PhraseFinder(BoundPhrase phrase)
{
    private readonly TermTest[] _terms = [.. phrase.Terms.Select(term => new TermTest(term))];

    public bool Stands(TextAnalyzer analyzer) => FirstFrom(analyzer, 0) >= 0;

    /// <summary>Adds every place, ascending.</summary>
    public void Find(TextAnalyzer analyzer, List<PhrasePlace> places)
    {
        for (var first = FirstFrom(analyzer, 0); first >= 0; first = FirstFrom(analyzer, first + 1))
        {
            places.Add(new PhrasePlace(first, first + _terms.Length - 1, phrase.EndsInPair));
        }
    }

    /// <summary>The characters of a place. A single character is sought as the beginning of a pair: the mark covers it alone.</summary>
    public TextSpan SpanOf(TextAnalyzer analyzer, PhrasePlace place)
    {
        var last = analyzer.Tokens[place.Last];
        var start = analyzer.Tokens[place.First].Start;
        return new TextSpan(start, (phrase.Terms[^1].Match == TermMatch.Prefix ? last.HeadEnd : last.End) - start);
    }

    private int FirstFrom(TextAnalyzer analyzer, int start)
    {
        for (var i = start; _terms.Length > 0 && i + _terms.Length <= analyzer.Tokens.Length; i++)
        {
            if (StandsAt(analyzer, i))
            {
                return i;
            }
        }

        return -1;
    }

    private bool StandsAt(TextAnalyzer analyzer, int first)
    {
        for (var i = 0; i < _terms.Length; i++)
        {
            if (!_terms[i].Matches(analyzer.BytesOf(analyzer.Tokens[first + i])))
            {
                return false;
            }
        }

        return true;
    }
}
