using Archive.Core.Search;
using Archive.Core.Search.Analysis;

namespace Archive.Search.SqliteFts;

/// <summary>How a query is run: one pass over the documents of an FTS5 query, or over all, each put to a test.</summary>
/// <param name="Driver">Null to pass over all documents.</param>
/// <param name="Test">Null when every document passes.</param>
/// <param name="Phrases">What hits are ranked by: the phrases that are not negated, as far as FTS5 knows them.</param>
internal sealed record QueryPlan(FtsExpression? Driver, RowTest? Test, IReadOnlyList<BoundPhrase> Phrases)
{
    public static QueryPlan Create(BoundQuery query, IndexReader reader, IndexSnapshot snapshot, CancellationToken cancellationToken)
    {
        var vocabulary = new Vocabulary(reader, cancellationToken);
        var root = query.Root is null ? null : vocabulary.Expand(query.Root);
        var compiler = new Compiler(reader, vocabulary, snapshot, cancellationToken);
        var conditions = root is null ? [] : Flatten(root).ToList();
        var text = conditions.Where(IsText).ToArray();
        var driver = FtsExpression.TryTranslate([.. text, .. conditions.OfType<BoundNear>().Where(IsNative).Select(BothSides)]);
        var tests = new List<RowTest>();
        if (query.Scope.Sources is { } sources)
        {
            tests.Add(new RowTest.Source(Mark(snapshot.Sources, entry => sources.Contains(entry.Id, StringComparer.Ordinal))));
        }

        tests.AddRange(conditions.Where(node => driver is null || !IsText(node)).Select(compiler.Compile));
        var test = tests.Count switch
        {
            0 => null,
            1 => tests[0],
            _ => new RowTest.All([.. tests]),
        };
        return new QueryPlan(driver, test, root is null ? [] : [.. BoundPhrases.Positive(root).Where(FtsExpression.IsNative).Take(RelevanceModel.MaximumPhrases)]);
    }

    private static IEnumerable<BoundNode> Flatten(BoundNode node) => node is BoundAnd and ? and.Nodes.SelectMany(Flatten) : [node];

    /// <summary>True for conditions that FTS5 answers, and for their negations.</summary>
    private static bool IsText(BoundNode node) => FtsExpression.TryTranslate(node is BoundNot not ? not.Node : node) is not null;

    private static bool IsNative(BoundNear near) => near.Left.Concat(near.Right).All(FtsExpression.IsNative);

    /// <summary>What a proximity implies: it spares the pass over all documents, and gives them their rank.</summary>
    private static BoundNode BothSides(BoundNear near) => new BoundAnd([new BoundOr(near.Left), new BoundOr(near.Right)]);

    private static bool[] Mark(NameEntry?[] entries, Func<NameEntry, bool> matches)
    {
        var marks = new bool[entries.Length];
        for (var i = 1; i < entries.Length; i++)
        {
            marks[i] = entries[i] is { } entry && matches(entry);
        }

        return marks;
    }

    private sealed class Compiler(IndexReader reader, Vocabulary vocabulary, IndexSnapshot snapshot, CancellationToken cancellationToken)
    {
        public RowTest Compile(BoundNode node)
        {
            if (FtsExpression.TryTranslate(node) is { } expression)
            {
                return new RowTest.Member(reader.ReadMembers(expression, snapshot.Cursor, cancellationToken));
            }

            return node switch
            {
                BoundAnd and => new RowTest.All([.. and.Nodes.Select(Compile)]),
                BoundOr or => new RowTest.Any([.. or.Nodes.Select(Compile)]),
                BoundNot not => new RowTest.Not(Compile(not.Node)),
                BoundPhrase { Terms.Count: 0 } => new RowTest.Any([]), // no document holds it
                BoundPhrase or BoundNear => new RowTest.Member(FindByPosition(node)),
                BoundTime time => new RowTest.Time(time.From is { } from ? MessageTime.ToBound(from) : long.MinValue,
                    time.Until is { } until ? MessageTime.ToBound(until) : long.MaxValue),
                BoundField field => CompileField(field),
                _ => throw new ArgumentOutOfRangeException(nameof(node)),
            };
        }

        private ulong[] FindByPosition(BoundNode node)
        {
            var scan = new PositionScan(reader, vocabulary, snapshot.Cursor, cancellationToken);
            return node switch
            {
                BoundNear near when near.Left.Concat(near.Right).All(FtsExpression.IsNative) => reader.ReadNear(near, snapshot.Cursor, cancellationToken),
                BoundNear near => scan.Find(near),
                BoundPhrase { Terms: [var term] } => scan.Find(term),
                BoundPhrase phrase => scan.Find(phrase),
                _ => throw new ArgumentOutOfRangeException(nameof(node)),
            };
        }

        private RowTest CompileField(BoundField field)
        {
            var folded = TextFolding.Fold(field.Value);
            return field.Field switch
            {
                SearchField.Source => new RowTest.Source(Mark(snapshot.Sources, entry => entry.Matches(folded))),
                SearchField.In => new RowTest.Conversation(Mark(snapshot.Conversations, entry => entry.Matches(folded))),
                SearchField.From => new RowTest.Sender(Mark(snapshot.Senders, entry => entry.Matches(folded))),
                SearchField.To => new RowTest.Recipient(FindMembers(Mark(snapshot.Senders, entry => entry.Matches(folded)))),
                _ => new RowTest.Traits(MarkTraits(field.Field, folded)),
            };
        }

        private int[] FindMembers(bool[] people)
        {
            var found = new int[snapshot.Audiences.Length];
            for (var i = 1; i < found.Length; i++)
            {
                foreach (var member in snapshot.Audiences[i] ?? [])
                {
                    if (people[member])
                    {
                        found[i] = found[i] == 0 ? member : RowTest.Recipient.Several;
                    }
                }
            }

            return found;
        }

        private bool[] MarkTraits(SearchField field, string folded)
        {
            var marks = new bool[snapshot.Traits.Length];
            for (var i = 1; i < marks.Length; i++)
            {
                marks[i] = snapshot.Traits[i] is { } traits
                    && traits.ValuesOf(field).Any(value => string.Equals(TextFolding.Fold(value), folded, StringComparison.Ordinal));
            }

            return marks;
        }
    }
}
