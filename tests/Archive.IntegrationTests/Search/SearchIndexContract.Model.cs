using System.Text;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;
using CsCheck;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search;

/// <summary>Random trees against an evaluation document by document.</summary>
public abstract partial class SearchIndexContract
{
    private static readonly string[] Words = ["alpha", "beta", "gamma", "手", "手机", "手机坏", "机坏", "alpine"];
    private static readonly string[] People = ["U1", "U2", "U3"];

    [Fact]
    public async Task Every_tree_gives_the_documents_of_the_model()
    {
        var documents = MakeDocuments(300);
        await _fixture.ApplyAsync(documents);
        await _fixture.Index.RemoveAsync([.. documents.Where(document => document.Sequence % 7 == 0)], Token);
        var present = documents.Where(document => document.Sequence % 7 != 0).OrderBy(document => document.Time).ThenBy(document => document.Sequence)
            .Select(document => new DocumentModel(document)).ToArray();
        var found = 0L;

        TreesOf(3).Sample(
            tree =>
            {
                var expected = present.Where(document => document.Matches(tree)).Select(document => document.Document.Sequence).ToArray();
                foreach (var order in Enum.GetValues<SearchOrder>())
                {
                    var answer = Search(tree, new IndexPaging(0, 500, order));
                    Assert.Equal(expected.Length, answer.Total);
                    Assert.Equal(order switch { SearchOrder.Oldest => expected, SearchOrder.Newest => expected.Reverse(), _ => expected.Order() },
                        order == SearchOrder.Relevance ? answer.Sequences.Order() : answer.Sequences);
                    found += answer.Total;
                }
            },
            iter: Trees, threads: 1, print: TreeNotation.Print);
        Assert.True(found > Trees, "The trees should find something.");
    }

    [Fact]
    public async Task Proximity_gives_the_documents_of_the_model()
    {
        var documents = MakeDocuments(300);
        await _fixture.ApplyAsync(documents);
        var models = documents.Select(document => new DocumentModel(document)).ToArray();
        var found = 0L;

        Near.Sample(
            near =>
            {
                var expected = models.Where(document => document.Matches(near)).Select(document => document.Document.Sequence);
                Assert.Equal(expected, Search(near, new IndexPaging(0, 500, SearchOrder.Relevance)).Sequences.Order());
                found += expected.Count();
            },
            iter: Trees * 2, threads: 1, print: TreeNotation.Print);
        Assert.True(found > Trees, "The trees should find something.");
    }

    [Fact]
    public async Task Pages_fit_together_in_every_order()
    {
        await _fixture.ApplyAsync(MakeDocuments(120));

        TreesOf(2).Sample(
            tree =>
            {
                foreach (var order in Enum.GetValues<SearchOrder>())
                {
                    var whole = Search(tree, new IndexPaging(0, 500, order)).Sequences;
                    var pages = new List<long>();
                    for (var skip = 0; skip < whole.Count; skip += 17)
                    {
                        pages.AddRange(Search(tree, new IndexPaging(skip, 17, order)).Sequences);
                    }

                    Assert.Equal(whole, pages);
                }
            },
            iter: 30, threads: 1, print: TreeNotation.Print);
    }

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static BoundPhrase Analyze(string text) => new PhraseAnalyzer().Analyze(text)!; // the words hold letters

    private static Gen<BoundPhrase> Typed { get; } = Gen.OneOf(
        Pick(Words).Select(Analyze),
        Gen.Select(Pick(Words), Pick(Words)).Select(pair => Analyze($"{pair.Item1} {pair.Item2}")),
        Pick("al", "be", "x").Select(start => new BoundPhrase([new BoundTerm(start, TermMatch.Prefix)])));

    /// <summary>What only engines with proximity answer: patterns, and beginnings inside a phrase.</summary>
    private static Gen<BoundPhrase> Patterns { get; } = Gen.OneOf(
        Pick("al*a", "?eta", "*a", "手*", "g?m*", "*", "a?p*").Select(pattern => new BoundPhrase([new BoundTerm(pattern, TermMatch.Pattern)])),
        Gen.Select(Pick("al", "b", "手"), Pick("beta", "手机", "gamma")).Select(pair =>
            new BoundPhrase([new BoundTerm(pair.Item1, TermMatch.Prefix), new BoundTerm(pair.Item2, TermMatch.Exact)], EndsInPair: pair.Item2[0] > 'z')),
        Gen.Select(Pick("alpha", "beta"), Pick("*a", "g*", "机?")).Select(pair =>
            new BoundPhrase([new BoundTerm(pair.Item1, TermMatch.Exact), new BoundTerm(pair.Item2, TermMatch.Pattern)])));

    private static Gen<BoundNode> Near { get; } = Gen.Select(
        Gen.OneOf(Typed, Patterns).List[1, 2], Gen.OneOf(Typed, Patterns).List[1, 2], Gen.Int[1, 5], Gen.Bool)
        .Select(near => (BoundNode)new BoundNear(near.Item1, near.Item2, near.Item3, near.Item4));

    private static Gen<BoundNode> Fields { get; } = Gen.OneOf(
        Pick(People).Select(person => (BoundNode)new BoundField(SearchField.From, person)),
        Pick("u1", "person u2", "ERSON").Select(person => (BoundNode)new BoundField(SearchField.To, person)),
        Pick("C1", "room c2").Select(room => (BoundNode)new BoundField(SearchField.In, room)),
        Pick("slack", "wecom").Select(source => (BoundNode)new BoundField(SearchField.Source, source)),
        Pick("text", "edit").Select(type => (BoundNode)new BoundField(SearchField.Type, type)),
        Pick("file", "link", "image").Select(part => (BoundNode)new BoundField(SearchField.Has, part)),
        Pick("zh", "en").Select(language => (BoundNode)new BoundField(SearchField.Language, language)),
        Pick("default", "DEFAULT@2", "default@1").Select(policy => (BoundNode)new BoundField(SearchField.Policy, policy)),
        Pick("first", "later").Select(revision => (BoundNode)new BoundField(SearchField.Revision, revision)),
        Pick("phone", "Card").Select(label => (BoundNode)new BoundField(SearchField.Label, label)),
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400]).Select(range => (BoundNode)new BoundTime(Minute(range.Item1), Minute(range.Item2))),
        Gen.Int[0, 400].Select(minute => (BoundNode)new BoundTime(null, Minute(minute))));

    private static DateTimeOffset Minute(int minute) => Document(1, "", minute: minute + 1).Time;

    private static IndexDocument[] MakeDocuments(int count)
    {
        var random = new Random(5);
        Participant[] room = [.. People.Select(id => new Participant(id, $"Person {id}", ParticipantKind.Member))];
        return [.. Enumerable.Range(1, count).Select(i => Document(
            i, string.Join(' ', random.GetItems(Words, random.Next(1, 7))), minute: random.Next(1, 400), source: i % 5 == 0 ? "wecom" : "slack",
            conversation: $"C{random.Next(1, 4)}", sender: People[random.Next(People.Length)]) with
        {
            Recipients = i % 4 == 0 ? room[..2] : i % 4 == 1 ? room : [],
            Traits = new DocumentTraits(i % 6 == 0 ? MessageKind.Edit : MessageKind.Text, i % 3 == 0 ? DocumentContents.File | DocumentContents.Link : DocumentContents.None,
                i % 2 == 0 ? "zh" : "en", i % 2 == 0 ? "default@2" : "default@1", i % 9 == 0 ? "card phone" : "", i % 6 == 0),
        })];
    }

    private Gen<BoundNode> TreesOf(int depth)
    {
        var texts = Gen.OneOf(Typed, Typed, Patterns).Select(phrase => (BoundNode)phrase);
        var leaf = Gen.OneOf(texts, texts, Fields, Near);
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                TreesOf(depth - 1).List[1, 3].Select(nodes => (BoundNode)new BoundAnd(nodes)),
                TreesOf(depth - 1).List[1, 3].Select(nodes => (BoundNode)new BoundOr(nodes)),
                TreesOf(depth - 1).Select(node => (BoundNode)new BoundNot(node)));
    }

    private IndexAnswer Search(BoundNode tree, IndexPaging paging) => _fixture.SearchAsync(tree, paging).GetAwaiter().GetResult();

    /// <summary>One document and its tokens, asked term by term.</summary>
    private sealed class DocumentModel(IndexDocument document)
    {
        private readonly byte[][] _tokens = Tokenize(document.Text);

        public IndexDocument Document { get; } = document;

        public bool Matches(BoundNode node) => node switch
        {
            BoundAnd and => and.Nodes.All(Matches),
            BoundOr or => or.Nodes.Any(Matches),
            BoundNot not => !Matches(not.Node),
            BoundPhrase phrase => PlacesOf(phrase).Any(),
            BoundNear near => near.Left.Any(left => near.Right.Any(right =>
                IsBefore(left, right, near.Distance) || (!near.InOrder && IsBefore(right, left, near.Distance)))),
            BoundField field => MatchesField(field),
            BoundTime time => (time.From is null || Document.Time >= time.From) && (time.Until is null || Document.Time < time.Until),
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        };

        private static byte[][] Tokenize(string text)
        {
            var analyzer = new TextAnalyzer();
            analyzer.Analyze(text);
            return [.. Encoding.UTF8.GetString(analyzer.Utf8).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];
        }

        private static bool HasPerson(string id, string value) =>
            string.Equals(id, value, StringComparison.OrdinalIgnoreCase) || $"Person {id}".Contains(value, StringComparison.OrdinalIgnoreCase);

        private bool IsBefore(BoundPhrase earlier, BoundPhrase later, int distance) => PlacesOf(earlier).Any(first => PlacesOf(later).Any(second =>
        {
            var last = first + earlier.Terms.Count - 1;
            return second > last && second - (last + (earlier.EndsInPair ? 1 : 0)) <= distance;
        }));

        private IEnumerable<int> PlacesOf(BoundPhrase phrase) => phrase.Terms.Count == 0 ? [] : Enumerable.Range(0, Math.Max(0, _tokens.Length - phrase.Terms.Count + 1))
            .Where(start => phrase.Terms.Select((term, i) => new TermTest(term).Matches(_tokens[start + i])).All(isMatch => isMatch));

        private bool MatchesField(BoundField field) => field.Field switch
        {
            SearchField.From => HasPerson(Document.SenderId, field.Value),
            SearchField.To => Document.Recipients.Any(member => member.Id != Document.SenderId && HasPerson(member.Id, field.Value)),
            SearchField.In => string.Equals(Document.ConversationId, field.Value, StringComparison.OrdinalIgnoreCase)
                || Document.ConversationName.Contains(field.Value, StringComparison.OrdinalIgnoreCase),
            SearchField.Source => Document.Source == field.Value,
            _ => Document.Traits.ValuesOf(field.Field).Contains(field.Value, StringComparer.OrdinalIgnoreCase),
        };
    }
}
