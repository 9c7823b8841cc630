using System.Text;

namespace Archive.Core.Search.Language;

/// <summary>Resolves fields, dates and words of a parsed query and joins in what the asker may see.</summary>
public sealed class QueryBinder
{
    private const int NearCost = 4;
    private const int WildcardCost = 3;
    private const int ScanCost = 15;

    private readonly string _text;
    private readonly FieldBinder _fields;
    private readonly PatternAnalyzer _patterns;
    private int _wildcards;
    private int _cost;

    private QueryBinder(string text, TimeProvider time)
    {
        _text = text;
        _patterns = new PatternAnalyzer(text);
        _fields = new FieldBinder(text, new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero));
    }

    /// <param name="time">What relative dates count from.</param>
    /// <exception cref="QueryException">The text is not a query; no other exception is thrown, whatever the text.</exception>
    public static BoundQuery Bind(string text, SearchScope scope, TimeProvider time)
    {
        try
        {
            return new BoundQuery(BindText(text, time), scope);
        }
        catch (QueryException e) when (e.Suggestion is { } suggestion && !CanBind(suggestion, time))
        {
            // A query may have several faults, and a suggestion mends one.
            throw e.WithoutSuggestion();
        }
    }

    private static BoundNode? BindText(string text, TimeProvider time) =>
        QueryParser.Parse(text) is { } root ? new QueryBinder(text, time).BindNode(root) : null;

    private static bool CanBind(string text, TimeProvider time)
    {
        try
        {
            return BindText(text, time) is not null;
        }
        catch (QueryException)
        {
            return false;
        }
    }

    private BoundNode BindNode(QueryNode node)
    {
        switch (node)
        {
            case WordNode or PhraseNode:
                return BindPhrase(node, isOperand: false);
            case FieldNode field:
                Charge(field, field.Values.Count);
                return _fields.Bind(field);
            case AndNode and:
                return new BoundAnd([.. and.Nodes.Select(BindNode)]);
            case OrNode or:
                return new BoundOr([.. or.Nodes.Select(BindNode)]);
            case NotNode not:
                return new BoundNot(BindNode(not.Node));
            case NearNode near:
                Charge(near, NearCost);
                return new BoundNear([.. BindOperand(near.Left)], [.. BindOperand(near.Right)], near.Distance, near.InOrder);
            default:
                throw new ArgumentOutOfRangeException(nameof(node));
        }
    }

    private IEnumerable<BoundPhrase> BindOperand(QueryNode node) => node is OrNode or ? or.Nodes.SelectMany(BindOperand) : [BindPhrase(node, isOperand: true)];

    private BoundPhrase BindPhrase(QueryNode node, bool isOperand)
    {
        var text = node switch
        {
            WordNode word => word.Text,
            PhraseNode quoted => quoted.Text,
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        };
        var phrase = _patterns.Analyze(text, node, isOperand) ?? throw QueryErrors.NothingSearchable(
            node.Column, text.Value, QueryEdit.Remove(_text, node.Column, node.End));
        foreach (var term in phrase.Terms.Where(IsWildcard))
        {
            if (++_wildcards > QueryLimits.Wildcards)
            {
                throw QueryErrors.TooManyWildcards(node.Column, QueryEdit.Of(_text, node));
            }

            Charge(node, BeginsWithLetters(term.Text) ? WildcardCost : ScanCost);
        }

        Charge(node, 1);
        return phrase;
    }

    /// <summary>A single character of a script without blanks is a prefix, too; a typed one has two letters at least.</summary>
    private static bool IsWildcard(BoundTerm term) => term.Match switch
    {
        TermMatch.Pattern => true,
        TermMatch.Prefix => term.Text.EnumerateRunes().Count() > 1,
        _ => false,
    };

    private static bool BeginsWithLetters(string pattern) =>
        pattern.EnumerateRunes().Take(2).All(rune => rune != new Rune('*') && rune != new Rune('?'));

    private void Charge(QueryNode node, int cost)
    {
        _cost += cost;
        if (_cost > QueryLimits.Cost)
        {
            throw QueryErrors.TooCostly(node.Column, QueryEdit.Of(_text, node), _cost);
        }
    }
}
