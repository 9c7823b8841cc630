using System.Text;

namespace Archive.Core.Search.Analysis;

/// <summary>Words and phrases of a query to the tokens that documents hold. Not for concurrent use.</summary>
public sealed class PhraseAnalyzer
{
    private readonly TextAnalyzer _analyzer = new();

    /// <summary>Null when the text holds nothing searchable.</summary>
    public BoundPhrase? Analyze(string text)
    {
        _analyzer.Analyze(text);
        var found = _analyzer.Tokens;
        if (found.IsEmpty)
        {
            return null;
        }

        // In a document the run may go on, so its last character need not stand alone: the pair before already says it is there, and a
        // single character is whatever begins with it.
        var endsOpen = found[^1].Kind == TokenKind.Last;
        var isPrefix = endsOpen && (found.Length == 1 || found[^2].Kind != TokenKind.Pair);
        var count = endsOpen && !isPrefix ? found.Length - 1 : found.Length;
        var terms = new BoundTerm[count];
        for (var i = 0; i < count; i++)
        {
            var match = isPrefix && i == count - 1 ? TermMatch.Prefix : TermMatch.Exact;
            terms[i] = new BoundTerm(Encoding.UTF8.GetString(_analyzer.BytesOf(found[i])), match);
        }

        return new BoundPhrase(terms, EndsInPair: found[count - 1].Kind == TokenKind.Pair);
    }
}
