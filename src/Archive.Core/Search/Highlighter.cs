using System.Text;
using Archive.Core.Search.Analysis;

namespace Archive.Core.Search;

/// <summary>Finds a query's phrases in the stored text, with the analyzer that made the index. Made once a query; not for concurrent use.</summary>
public sealed class Highlighter
{
    private const int SnippetLength = 160;

    // How far a cut moves to fall between words.
    private const int CutSlack = 20;

    private readonly TextAnalyzer _analyzer = new();
    private readonly PhraseFinder[] _phrases;
    private readonly NearFinder[] _nears;

    public Highlighter(BoundQuery query)
    {
        var parts = query.Root is null ? [] : BoundPhrases.PositiveParts(query.Root);
        _phrases = [.. parts.OfType<BoundPhrase>().Select(phrase => new PhraseFinder(phrase))];
        _nears = [.. parts.OfType<BoundNear>().Select(near => new NearFinder(near))];
    }

    /// <summary>Where the phrases stand that are not negated, and of proximities those that are near enough: ascending, apart from each other.</summary>
    public IReadOnlyList<TextSpan> Find(string text)
    {
        _analyzer.Analyze(text);
        var spans = new List<TextSpan>();
        var places = new List<PhrasePlace>();
        foreach (var phrase in _phrases)
        {
            places.Clear();
            phrase.Find(_analyzer, places);
            spans.AddRange(places.Select(place => phrase.SpanOf(_analyzer, place)));
        }

        foreach (var near in _nears)
        {
            near.Find(_analyzer, spans);
        }

        return Merge(spans);
    }

    /// <summary>Every place where one of <see cref="BoundPhrases.PositiveParts"/> stands; those that overlap or touch are told apart.</summary>
    public static IReadOnlyList<TextSpan> FindEach(TextAnalyzer analyzer, string text, BoundNode part)
    {
        analyzer.Analyze(text);
        var spans = new List<TextSpan>();
        if (part is BoundNear near)
        {
            new NearFinder(near).Find(analyzer, spans);
        }
        else if (part is BoundPhrase phrase)
        {
            var finder = new PhraseFinder(phrase);
            var places = new List<PhrasePlace>();
            finder.Find(analyzer, places);
            spans.AddRange(places.Select(place => finder.SpanOf(analyzer, place)));
        }

        return spans;
    }

    /// <summary>A window of about 160 characters around the first hit, or the beginning of the text; spans count from the window's start.</summary>
    public Snippet Cut(string text) => Cut(text, Find(text));

    private static Snippet Cut(string text, IReadOnlyList<TextSpan> spans)
    {
        if (text.Length <= SnippetLength + CutSlack)
        {
            return new Snippet(text, spans, false, false);
        }

        var hit = spans.Count > 0 ? spans[0].Start : 0;
        var start = hit < SnippetLength / 2 ? 0 : Math.Min(hit - (SnippetLength / 3), text.Length - SnippetLength);
        start = start == 0 ? 0 : Boundary(text, start, Math.Min(start + CutSlack, hit));
        var end = Math.Min(text.Length, start + SnippetLength);
        end = end == text.Length ? end : Boundary(text, end, Math.Min(text.Length, end + CutSlack));
        var shown = spans.Where(span => span.Start >= start && span.Start < end)
            .Select(span => new TextSpan(span.Start - start, Math.Min(span.End, end) - span.Start));
        return new Snippet(text[start..end], [.. shown], start > 0, end < text.Length);
    }

    /// <summary>The first position from a wished one that follows or precedes a blank; the wished one when there is none, moved off the middle
    /// of a character.</summary>
    private static int Boundary(string text, int wished, int latest)
    {
        for (var i = wished; i <= latest && i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]) || (i > 0 && char.IsWhiteSpace(text[i - 1])))
            {
                return i;
            }
        }

        while (wished > 0 && wished < text.Length && (char.IsLowSurrogate(text[wished]) || CharacterTable.Extends(text[wished])))
        {
            wished--;
        }

        return wished;
    }

    private static List<TextSpan> Merge(List<TextSpan> spans)
    {
        var merged = new List<TextSpan>(spans.Count);
        foreach (var span in spans.OrderBy(span => span.Start))
        {
            if (merged.Count > 0 && span.Start <= merged[^1].End)
            {
                merged[^1] = new TextSpan(merged[^1].Start, Math.Max(merged[^1].End, span.End) - merged[^1].Start);
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }
}

/// <summary>UTF-16 units of a text.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;
}

/// <param name="Spans">Hits inside <paramref name="Text"/>.</param>
/// <param name="StartsInside">Text was left out before it.</param>
/// <param name="EndsInside">Text was left out after it.</param>
public sealed record Snippet(string Text, IReadOnlyList<TextSpan> Spans, bool StartsInside, bool EndsInside);
