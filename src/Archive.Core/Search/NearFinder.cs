using Archive.Core.Search.Analysis;

namespace Archive.Core.Search;

/// <summary>Finds the phrases of a proximity that stand near each other in a text. Thread-safe.</summary>
internal sealed class NearFinder(BoundNear near)
{
    private readonly PhraseFinder[] _left = [.. near.Left.Select(phrase => new PhraseFinder(phrase))];
    private readonly PhraseFinder[] _right = [.. near.Right.Select(phrase => new PhraseFinder(phrase))];
    private readonly Proximity _proximity = new(near);

    /// <summary>Adds the characters of every phrase that has one of the other side near it.</summary>
    public void Find(TextAnalyzer analyzer, List<TextSpan> spans)
    {
        var left = Places(_left, analyzer);
        var right = left.Count == 0 ? [] : Places(_right, analyzer);
        var found = new List<PhrasePlace>();
        _proximity.Collect(left, right, found);
        if (found.Count == 0)
        {
            return;
        }

        var marked = found.ToHashSet();
        foreach (var finder in _left.Concat(_right))
        {
            spans.AddRange(Places([finder], analyzer).Where(marked.Contains).Select(place => finder.SpanOf(analyzer, place)));
        }
    }

    private static List<PhrasePlace> Places(PhraseFinder[] finders, TextAnalyzer analyzer)
    {
        var places = new List<PhrasePlace>();
        foreach (var finder in finders)
        {
            finder.Find(analyzer, places);
        }

        places.Sort((x, y) => x.First.CompareTo(y.First));
        return places;
    }
}
