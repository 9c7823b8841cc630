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
        var terms = new List<(BoundTerm Term, TokenKind Kind)>(found.Length);
        foreach (var token in found)
        {
            terms.Add((new BoundTerm(Encoding.UTF8.GetString(_analyzer.BytesOf(token)), TermMatch.Exact), token.Kind));
        }

        return Close(terms);
    }

    /// <summary>The phrase of the tokens of a text. In a document the run may go on, so its last character need not stand alone: the pair before
    /// already says it is there, and a single character is whatever begins with it.</summary>
    internal static BoundPhrase? Close(List<(BoundTerm Term, TokenKind Kind)> terms)
    {
        if (terms.Count == 0)
        {
            return null;
        }

        if (terms[^1].Kind == TokenKind.Last)
        {
            if (terms.Count > 1 && terms[^2].Kind == TokenKind.Pair)
            {
                terms.RemoveAt(terms.Count - 1);
            }
            else
            {
                terms[^1] = (terms[^1].Term with { Match = TermMatch.Prefix }, TokenKind.Last);
            }
        }

        return new BoundPhrase([.. terms.Select(term => term.Term)], EndsInPair: terms[^1].Kind == TokenKind.Pair);
    }
}
