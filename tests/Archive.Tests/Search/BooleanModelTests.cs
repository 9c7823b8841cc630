using Archive.Core.Search;
using CsCheck;
using Xunit;
using static Archive.Tests.Search.TemporaryIndex;

namespace Archive.Tests.Search;

/// <summary>Random trees against an evaluation document by document.</summary>
public sealed class BooleanModelTests : IDisposable
{
    private static readonly string[] Words = ["alpha", "beta", "gamma", "delta"];
    private static readonly string[] People = ["U1", "U2", "U3"];

    private readonly TemporaryIndex _fixture = new();
    private readonly IndexDocument[] _documents = MakeDocuments(400);

    private static Gen<BoundNode> Leaf { get; } = Gen.OneOf(
        Pick.From(Words).Select(word => (BoundNode)Phrase(word)),
        Gen.Select(Pick.From(Words), Pick.From(Words)).Select(pair => (BoundNode)Phrase(pair.Item1, pair.Item2)),
        Pick.From("al", "be", "x").Select(start => (BoundNode)new BoundPhrase([new BoundTerm(start, TermMatch.Prefix)])),
        Pick.From(People).Select(person => (BoundNode)new BoundField(SearchField.From, person)),
        Pick.From("C1", "room c2").Select(room => (BoundNode)new BoundField(SearchField.In, room)),
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400]).Select(range => (BoundNode)new BoundTime(Minute(range.Item1), Minute(range.Item2))),
        Gen.Int[0, 400].Select(minute => (BoundNode)new BoundTime(null, Minute(minute))));

    [Fact]
    public async Task Every_tree_gives_the_documents_of_the_model()
    {
        await _fixture.ApplyAsync(_documents);
        await _fixture.Index.RemoveAsync([.. _documents.Where(document => document.Sequence % 7 == 0)], TestContext.Current.CancellationToken);
        var present = _documents.Where(document => document.Sequence % 7 != 0).ToArray();

        Trees(3).Sample(
            tree =>
            {
                var expected = present.Where(document => Matches(tree, document)).OrderBy(document => document.Time).ThenBy(document => document.Sequence)
                    .Select(document => document.Sequence).ToArray();
                foreach (var order in Enum.GetValues<SearchOrder>())
                {
                    var answer = Search(tree, new IndexPaging(0, 500, order));
                    Assert.Equal(expected.Length, answer.Total);
                    Assert.Equal(order switch { SearchOrder.Oldest => expected, SearchOrder.Newest => expected.Reverse(), _ => expected.Order() },
                        order == SearchOrder.Relevance ? answer.Sequences.Order() : answer.Sequences);
                }
            },
            iter: 1_500, threads: 1);
    }

    [Fact]
    public async Task Pages_fit_together_in_every_order()
    {
        await _fixture.ApplyAsync(_documents);

        Trees(2).Sample(
            tree =>
            {
                foreach (var order in Enum.GetValues<SearchOrder>())
                {
                    var whole = Search(tree, new IndexPaging(0, 500, order)).Sequences;
                    var pages = new List<long>();
                    for (var skip = 0; skip < whole.Count; skip += 7)
                    {
                        pages.AddRange(Search(tree, new IndexPaging(skip, 7, order)).Sequences);
                    }

                    Assert.Equal(whole, pages);
                }
            },
            iter: 60, threads: 1);
    }

    public void Dispose() => _fixture.Dispose();

    private static Gen<BoundNode> Trees(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(
            Leaf,
            Trees(depth - 1).List[1, 3].Select(nodes => (BoundNode)new BoundAnd(nodes)),
            Trees(depth - 1).List[1, 3].Select(nodes => (BoundNode)new BoundOr(nodes)),
            Trees(depth - 1).Select(node => (BoundNode)new BoundNot(node)));

    private static bool Matches(BoundNode node, IndexDocument document) => node switch
    {
        BoundAnd and => and.Nodes.All(inner => Matches(inner, document)),
        BoundOr or => or.Nodes.Any(inner => Matches(inner, document)),
        BoundNot not => !Matches(not.Node, document),
        BoundPhrase { Terms: [{ Match: TermMatch.Prefix } start] } => document.Text.Split(' ').Any(word => word.StartsWith(start.Text, StringComparison.Ordinal)),
        BoundPhrase phrase => $" {document.Text} ".Contains($" {string.Join(' ', phrase.Terms.Select(term => term.Text))} ", StringComparison.Ordinal),
        BoundField { Field: SearchField.From } field => document.SenderId == field.Value,
        BoundField field => document.ConversationId == field.Value || document.ConversationName.Contains(field.Value, StringComparison.OrdinalIgnoreCase),
        BoundTime time => (time.From is null || document.Time >= time.From) && (time.Until is null || document.Time < time.Until),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static DateTimeOffset Minute(int minute) => Document(1, "", minute: minute + 1).Time;

    private static IndexDocument[] MakeDocuments(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(1, count).Select(i => Document(i, string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Words[random.Next(Words.Length)])),
            minute: random.Next(1, 400), conversation: $"C{random.Next(1, 4)}", sender: People[random.Next(People.Length)]))];
    }

    private IndexAnswer Search(BoundNode tree, IndexPaging paging) =>
        _fixture.Index.SearchAsync(new BoundQuery(tree, SearchScope.Everything), paging, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
}
