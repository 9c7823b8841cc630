using Archive.Core.Search.Analysis;

namespace Archive.Core.Search.Language;

/// <summary>Resolves fields, dates and words of a parsed query and joins in what the asker may see.</summary>
public sealed class QueryBinder
{
    private static readonly string[] Fields = ["from", "in", "source", "before", "after", "on"];

    private readonly PhraseAnalyzer _phrases = new();

    private QueryBinder()
    {
    }

    /// <exception cref="QueryException">The text is not a query; no other exception is thrown, whatever the text.</exception>
    public static BoundQuery Bind(string text, SearchScope scope) => Bind(QueryParser.Parse(text), scope);

    /// <exception cref="QueryException">A field is unknown, a date is none, or a word holds nothing searchable.</exception>
    public static BoundQuery Bind(QueryNode? root, SearchScope scope) =>
        new(root is null ? null : new QueryBinder().BindNode(root), scope);

    private BoundNode BindNode(QueryNode node) => node switch
    {
        WordNode word => BindWord(word),
        PhraseNode phrase => BindPhrase(phrase.Text, phrase.Column),
        FieldNode field => BindField(field),
        AndNode and => new BoundAnd([.. and.Nodes.Select(BindNode)]),
        OrNode or => new BoundOr([.. or.Nodes.Select(BindNode)]),
        NotNode not => new BoundNot(BindNode(not.Node)),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private BoundPhrase BindWord(WordNode word)
    {
        // The index would ignore the star and find less than was meant; saying so is better.
        if (word.Text.Length > 1 && word.Text[^1] is '*' or '\uFF0A')
        {
            throw new QueryException(word.Column + word.Text.Length - 1, QueryErrorCode.Wildcard,
                $"{word.Text}: there are no wildcards; single Chinese characters find every word that contains them.", "*", "whole word", word.Text);
        }

        return BindPhrase(word.Text, word.Column);
    }

    private BoundPhrase BindPhrase(string text, int column) => _phrases.Analyze(text)
        ?? throw new QueryException(column, QueryErrorCode.NothingSearchable, $"Nothing in \"{text}\" can be searched: it has no letter or digit.",
            text, "letters or digits", text);

    private static BoundNode BindField(FieldNode field)
    {
        var name = TextFolding.Fold(field.Name);
        return name switch
        {
            "from" => BindName(SearchField.From, field, '@'),
            "in" => BindName(SearchField.In, field, '#'),
            "source" => BindName(SearchField.Source, field, null),
            "before" => new BoundTime(null, BindDate(field).From),
            "after" => new BoundTime(BindDate(field).From, null),
            "on" => BindDate(field),
            _ => throw Unknown(field),
        };
    }

    private static BoundField BindName(SearchField target, FieldNode field, char? sigil)
    {
        var value = field.Value.Trim();
        if (sigil is { } mark && value.StartsWith(mark))
        {
            value = value[1..];
        }

        return TextFolding.Fold(value).Length > 0
            ? new BoundField(target, value)
            : throw new QueryException(field.ValueColumn, QueryErrorCode.MissingValue, $"The field {field.Name}: has no value.", field.Value, "value",
                field.Name);
    }

    private static BoundTime BindDate(FieldNode field) => QueryDate.TryParse(TextFolding.Fold(field.Value))
        ?? throw new QueryException(field.ValueColumn, QueryErrorCode.InvalidDate,
            $"{field.Name}: \"{field.Value}\" is not a date.", field.Value, "yyyy, yyyy-MM or yyyy-MM-dd", field.Name, field.Value);

    private static QueryException Unknown(FieldNode field)
    {
        var name = TextFolding.Fold(field.Name);
        var nearest = Fields.MinBy(known => EditDistance.Between(name, known))!; // Fields is not empty
        var all = string.Join(", ", Fields.Select(known => known + ":"));
        var expected = EditDistance.Between(name, nearest) <= 2 ? nearest + ":" : all;
        return new QueryException(field.Column, QueryErrorCode.UnknownField,
            $"There is no field {field.Name}:. Expected {expected} (to search for the text itself, put it in quotation marks).",
            field.Name + ":", expected, field.Name, expected);
    }
}
