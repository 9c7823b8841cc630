using System.Text;
using Archive.Core.Search.Analysis;

namespace Archive.Core.Search.Language;

/// <summary>Words and phrases with wildcards to terms. What stands between wildcards is analyzed like any text, and wildcards belong to the words
/// they touch. Not for concurrent use.</summary>
/// <param name="query">Whole, for suggestions.</param>
internal sealed class PatternAnalyzer(string query)
{
    private readonly PhraseAnalyzer _phrases = new();
    private readonly TextAnalyzer _analyzer = new();
    private readonly List<Element> _elements = [];

    /// <param name="node">The word or phrase.</param>
    /// <param name="isOperand">It stands beside a proximity operator.</param>
    /// <returns>Null when the text holds nothing searchable.</returns>
    /// <exception cref="QueryException">A wildcard stands where it has no meaning, or has too few letters beside it.</exception>
    public BoundPhrase? Analyze(QueryText text, QueryNode node, bool isOperand)
    {
        if (text.Wildcards.Count == 0)
        {
            return _phrases.Analyze(text.Value);
        }

        Split(text);
        if (FindMisplaced() is { } column)
        {
            throw QueryErrors.UnspacedWildcard(column, text.Value,
                !isOperand && WithGap(text) is { } edited ? QueryEdit.Replace(query, node.Column, node.End, edited) : null);
        }

        return PhraseAnalyzer.Close(Join());
    }

    private void Split(QueryText text)
    {
        _elements.Clear();
        var start = 0;
        foreach (var wildcard in text.Wildcards)
        {
            AddTokens(text.Value.AsSpan(start, wildcard.Index - start));
            AddWildcard(text.Value[wildcard.Index], wildcard.Column);
            start = wildcard.Index + 1;
        }

        AddTokens(text.Value.AsSpan(start));
    }

    private void AddTokens(ReadOnlySpan<char> literal)
    {
        // Invisible characters are as if they were not there, beside a wildcard too.
        while (literal.Length > 0 && CharacterTable.ClassOf(literal[0]) == CharacterClass.Ignored)
        {
            literal = literal[1..];
        }

        while (literal.Length > 0 && CharacterTable.ClassOf(literal[^1]) == CharacterClass.Ignored)
        {
            literal = literal[..^1];
        }

        _analyzer.Analyze(literal);
        var tokens = _analyzer.Tokens;
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = Encoding.UTF8.GetString(_analyzer.BytesOf(tokens[i]));
            var isJoinable = !IsSymbol(token);
            _elements.Add(new Element(token, tokens[i].Kind, 0,
                TouchesLeft: isJoinable && i == 0 && tokens[i].Start == 0 && _elements.Count > 0,
                TouchesRight: isJoinable && tokens[i].End == literal.Length));
        }

        if (tokens.IsEmpty && literal.Length > 0 && _elements.Count > 0)
        {
            _elements[^1] = _elements[^1] with { TouchesRight = false };
        }
    }

    /// <summary>An emoji is a word by itself, whatever it touches.</summary>
    private static bool IsSymbol(string token) =>
        Rune.GetRuneAt(token, 0) is var first && CharacterTable.ClassOfNormalised(first) == CharacterClass.Symbol;

    private void AddWildcard(char wildcard, int column)
    {
        var touches = _elements.Count > 0 && _elements[^1].TouchesRight;
        if (touches && _elements[^1].IsWildcard)
        {
            _elements[^1] = _elements[^1] with { Text = Normalise(_elements[^1].Text + wildcard) };
        }
        else
        {
            _elements.Add(new Element(wildcard.ToString(), null, column, touches, TouchesRight: true));
        }
    }

    /// <summary>In scripts without blanks every text is found inside longer ones, so a star at its end or beginning adds nothing; any other wildcard
    /// there would have to look inside, which the index cannot.</summary>
    /// <returns>Column of such a wildcard.</returns>
    private int? FindMisplaced()
    {
        for (var i = _elements.Count - 1; i >= 0; i--)
        {
            var element = _elements[i];
            if (!element.IsWildcard)
            {
                continue;
            }

            var isAfter = i > 0 && element.TouchesLeft && _elements[i - 1].IsUnspaced;
            var isBefore = i + 1 < _elements.Count && _elements[i + 1].TouchesLeft && _elements[i + 1].IsUnspaced;
            if (element.Text == "*" && ((isAfter && i == _elements.Count - 1) || (isBefore && i == 0)))
            {
                _elements.RemoveAt(i);
            }
            else if (isAfter || isBefore)
            {
                return element.Column;
            }
        }

        return null;
    }

    private List<(BoundTerm Term, TokenKind Kind)> Join()
    {
        var terms = new List<(BoundTerm, TokenKind)>();
        for (var i = 0; i < _elements.Count; i++)
        {
            var pattern = _elements[i].Text;
            var kind = _elements[i].Kind ?? TokenKind.Word;
            var column = _elements[i].Column;
            while (i + 1 < _elements.Count && _elements[i + 1].TouchesLeft && _elements[i].TouchesRight)
            {
                pattern += _elements[++i].Text;
                column = column == 0 ? _elements[i].Column : column;
            }

            terms.Add((column == 0 ? new BoundTerm(pattern, TermMatch.Exact) : ToTerm(pattern, column), kind));
        }

        return terms;
    }

    private static BoundTerm ToTerm(string pattern, int column)
    {
        var letters = pattern.EnumerateRunes().Count(rune => rune.Value is not ('*' or '?'));
        if (letters < QueryLimits.WildcardLetters)
        {
            throw QueryErrors.WildcardTooBroad(column, pattern);
        }

        return pattern.AsSpan().IndexOfAny('*', '?') == pattern.Length - 1 && pattern[^1] == '*'
            ? new BoundTerm(pattern[..^1], TermMatch.Prefix)
            : new BoundTerm(pattern, TermMatch.Pattern);
    }

    /// <summary>Question marks before a single star: "*?*" and "**?" ask the same.</summary>
    private static string Normalise(string wildcards) =>
        new string('?', wildcards.Count(wildcard => wildcard == '?')) + (wildcards.Contains('*') ? "*" : "");

    /// <summary>The parts of the text with a gap between them, or the text without wildcards around it.</summary>
    private static string? WithGap(QueryText text)
    {
        if (text.Value.Trim('*', '?') is { Length: > 0 } bare && !bare.AsSpan().ContainsAny('*', '?'))
        {
            return QueryEdit.Quote(bare);
        }

        return text.Wildcards is [var only] && only.Index is > 0 and var index && index < text.Value.Length - 1
            ? $"{QueryEdit.Quote(text.Value[..index])} pre/{(text.Value[index] == '?' ? 2 : 10)} {QueryEdit.Quote(text.Value[(index + 1)..])}"
            : null;
    }

    /// <param name="Kind">Null for wildcards.</param>
    /// <param name="Column">0 for anything else.</param>
    private readonly record struct Element(string Text, TokenKind? Kind, int Column, bool TouchesLeft, bool TouchesRight)
    {
        public bool IsWildcard => Kind is null;

        public bool IsUnspaced => Kind is TokenKind.Pair or TokenKind.Last;
    }
}
