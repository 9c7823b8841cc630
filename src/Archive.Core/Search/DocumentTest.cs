using Archive.Core.Search.Analysis;

namespace Archive.Core.Search;

/// <summary>Answers a bound query for one document by its stored text alone, without any index: what certificates compare an index with, and
/// what tells why a record is a hit. Slow and plain on purpose. One thread at a time.</summary>
internal sealed class DocumentTest
{
    private readonly TextAnalyzer _analyzer = new();
    private readonly Func<IndexDocument, bool>? _test;
    private readonly SearchScope _scope;
    private bool _isAnalyzed;

    /// <param name="names">Of all documents that are searched.</param>
    public DocumentTest(BoundQuery query, NameBook names)
    {
        _scope = query.Scope;
        _test = query.Root is null ? null : Compile(query.Root, names);
    }

    public bool Matches(IndexDocument document)
    {
        _isAnalyzed = false;
        return _scope.Allows(document.Source) && (_test is null || _test(document));
    }

    private Func<IndexDocument, bool> Compile(BoundNode node, NameBook names)
    {
        switch (node)
        {
            case BoundAnd and:
                var all = and.Nodes.Select(inner => Compile(inner, names)).ToArray();
                return document => Array.TrueForAll(all, test => test(document));
            case BoundOr or:
                var any = or.Nodes.Select(inner => Compile(inner, names)).ToArray();
                return document => Array.Exists(any, test => test(document));
            case BoundNot not:
                var negated = Compile(not.Node, names);
                return document => !negated(document);
            case BoundPhrase phrase:
                var places = new PhraseFinder(phrase);
                return document => places.Stands(TokensOf(document));
            case BoundNear near:
                var pairs = new NearFinder(near);
                return document => pairs.Stands(TokensOf(document));
            case BoundTime time:
                return document => (time.From is null || document.Time >= time.From) && (time.Until is null || document.Time < time.Until);
            case BoundField field:
                return CompileField(field, names);
            default:
                throw new ArgumentOutOfRangeException(nameof(node));
        }
    }

    private static Func<IndexDocument, bool> CompileField(BoundField field, NameBook names)
    {
        var folded = TextFolding.Fold(field.Value);
        switch (field.Field)
        {
            case SearchField.Source:
                return document => TextFolding.Fold(document.Source).Contains(folded, StringComparison.Ordinal);
            case SearchField.In:
                var conversations = names.FindConversations(folded);
                return document => conversations.Contains((document.Source, document.ConversationId));
            case SearchField.From:
                var senders = names.FindPeople(folded);
                return document => senders.Contains((document.Source, document.SenderId));
            case SearchField.To:
                var people = names.FindPeople(folded);
                return document => document.Recipients.Any(recipient => people.Contains((document.Source, recipient.Id)));
            default:
                return document => document.Traits.ValuesOf(field.Field).Any(value => TextFolding.Fold(value) == folded);
        }
    }

    private TextAnalyzer TokensOf(IndexDocument document)
    {
        if (!_isAnalyzed)
        {
            _analyzer.Analyze(document.Text);
            _isAnalyzed = true;
        }

        return _analyzer;
    }
}
