using System.Text;
using System.Text.RegularExpressions;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;
using CsCheck;
using Xunit;
using static Archive.Tests.Search.TemporaryIndex;

namespace Archive.Tests.Search;

/// <summary>Random trees with wildcards, proximity and traits against an evaluation document by document that compares everything with everything.
/// There are more words than the index spells out, so that its way for many is tried as well as its way for few.</summary>
public sealed class LanguageModelTests : IDisposable
{
    private const string Han = "手机号转账";

    private static readonly string[] Words = [.. from a in "abcdef" from b in "abcdef" from c in "xyz" select $"w{a}{b}{c}"];
    private static readonly string[] Labels = ["", "card", "phone", "card phone"];

    private readonly TemporaryIndex _fixture = new();
    private readonly IndexDocument[] _documents = MakeDocuments(500);

    private static Gen<BoundTerm> Term { get; } = Gen.OneOf(
        Pick.From(Words).Select(word => new BoundTerm(word, TermMatch.Exact)),
        Pick.From("wa", "wab", "wf", "w", "q").Select(start => new BoundTerm(start, TermMatch.Prefix)),
        Pick.From("w*", "w?ax", "*ax", "w*y", "*b*", "wa?z", "??c?", "*bc?", "w??").Select(pattern => new BoundTerm(pattern, TermMatch.Pattern)));

    private static Gen<BoundPhrase> Phrase { get; } = Gen.OneOf(
        Term.Select(term => new BoundPhrase([term])),
        Gen.Select(Term, Term).Select(terms => new BoundPhrase([terms.Item1, terms.Item2])),
        Gen.Select(Term, Term, Term).Select(terms => new BoundPhrase([terms.Item1, terms.Item2, terms.Item3])),
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3]).Select(part => new PhraseAnalyzer().Analyze(Han[part.Item1..Math.Min(5, part.Item1 + part.Item2)])!));

    private static Gen<BoundNode> Leaf { get; } = Gen.OneOf(
        Phrase.Select(phrase => (BoundNode)phrase),
        Gen.Select(Phrase.List[1, 3], Phrase.List[1, 2], Gen.Int[1, 5], Gen.Bool)
            .Select(near => (BoundNode)new BoundNear(near.Item1, near.Item2, near.Item3, near.Item4)),
        Gen.OneOf(
            Pick.From("edit", "text", "join").Select(type => new BoundField(SearchField.Type, type)),
            Pick.From("file", "link").Select(part => new BoundField(SearchField.Has, part)),
            Pick.From("zh", "en").Select(language => new BoundField(SearchField.Language, language)),
            Pick.From("card", "phone").Select(label => new BoundField(SearchField.Label, label)),
            Pick.From("first", "later").Select(revision => new BoundField(SearchField.Revision, revision)),
            Pick.From("p", "p@2").Select(policy => new BoundField(SearchField.Policy, policy))).Select(field => (BoundNode)field));

    [Fact]
    public async Task Every_tree_gives_the_documents_of_the_model()
    {
        await _fixture.ApplyAsync(_documents);
        await _fixture.Index.RemoveAsync([.. _documents.Where(document => document.Sequence % 9 == 0)], TestContext.Current.CancellationToken);
        var present = _documents.Where(document => document.Sequence % 9 != 0).Select(document => (document, Tokens: TokensOf(document.Text))).ToArray();
        var found = 0;

        Trees(2).Sample(
            tree =>
            {
                var expected = present.Where(entry => Matches(tree, entry.document, entry.Tokens)).Select(entry => entry.document.Sequence).ToArray();
                var query = new BoundQuery(tree, SearchScope.Everything);
                foreach (var order in (SearchOrder[])[SearchOrder.Oldest, SearchOrder.Relevance])
                {
                    var answer = _fixture.Index.SearchAsync(query, new IndexPaging(0, 500, order), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
                    Assert.Equal(expected.Length, answer.Total);
                    Assert.Equal(expected, answer.Sequences.Order());
                }

                found += expected.Length is > 0 and < 400 ? 1 : 0;
            },
            iter: 1_500, threads: 1);
        Assert.True(found > 400, $"{found} trees separated documents.");
    }

    [Fact]
    public void Marks_stand_where_the_model_finds_something()
    {
        var texts = _documents.Select(document => (document.Text, Tokens: TokensOf(document.Text))).Take(60).ToArray();

        Leaf.Where(node => node is not BoundField).Sample(
            node =>
            {
                var highlighter = new Highlighter(new BoundQuery(node, SearchScope.Everything));
                Assert.All(texts, entry => Assert.Equal(Matches(node, _documents[0], entry.Tokens), highlighter.Find(entry.Text).Count > 0));
            },
            iter: 500, threads: 1);
    }

    public void Dispose() => _fixture.Dispose();

    private static Gen<BoundNode> Trees(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(
            Leaf,
            Trees(depth - 1).List[1, 3].Select(nodes => (BoundNode)new BoundAnd(nodes)),
            Trees(depth - 1).List[1, 3].Select(nodes => (BoundNode)new BoundOr(nodes)),
            Trees(depth - 1).Select(node => (BoundNode)new BoundNot(node)));

    private static bool Matches(BoundNode node, IndexDocument document, string[] tokens) => node switch
    {
        BoundAnd and => and.Nodes.All(inner => Matches(inner, document, tokens)),
        BoundOr or => or.Nodes.Any(inner => Matches(inner, document, tokens)),
        BoundNot not => !Matches(not.Node, document, tokens),
        BoundPhrase phrase => PlacesOf(phrase, tokens).Any(),
        BoundNear near => IsNear(near, tokens),
        BoundField field => document.Traits.ValuesOf(field.Field).Contains(field.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static bool IsNear(BoundNear near, string[] tokens) =>
        near.Left.SelectMany(phrase => PlacesOf(phrase, tokens)).Any(left => near.Right.SelectMany(phrase => PlacesOf(phrase, tokens)).Any(right =>
            Follows(left, right, near.Distance) || (!near.InOrder && Follows(right, left, near.Distance))));

    private static bool Follows((int First, int Last, int End) earlier, (int First, int Last, int End) later, int distance) =>
        later.First > earlier.Last && later.First <= earlier.End + distance;

    private static IEnumerable<(int First, int Last, int End)> PlacesOf(BoundPhrase phrase, string[] tokens) =>
        from first in Enumerable.Range(0, Math.Max(0, tokens.Length - phrase.Terms.Count + 1))
        where phrase.Terms.Select((term, i) => IsTerm(term, tokens[first + i])).All(isTerm => isTerm)
        let last = first + phrase.Terms.Count - 1
        select (first, last, phrase.EndsInPair ? last + 1 : last);

    private static bool IsTerm(BoundTerm term, string token) => term.Match switch
    {
        TermMatch.Exact => token == term.Text,
        TermMatch.Prefix => token.StartsWith(term.Text, StringComparison.Ordinal),
        _ => Regex.IsMatch(token, "^" + Regex.Escape(term.Text).Replace("\\*", ".*").Replace("\\?", ".") + "$",
            RegexOptions.None, TimeSpan.FromSeconds(30)),
    };

    private static string[] TokensOf(string text)
    {
        var analyzer = new TextAnalyzer();
        analyzer.Analyze(text);
        return Encoding.UTF8.GetString(analyzer.Utf8).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IndexDocument[] MakeDocuments(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(1, count).Select(i => Document(i, string.Join(' ', Enumerable.Range(0, random.Next(0, 9)).Select(_ => MakeWord(random)))) with
        {
            Traits = new DocumentTraits(random.Next(3) == 0 ? MessageKind.Edit : MessageKind.Text, (DocumentContents)random.Next(8),
                random.Next(2) == 0 ? "zh" : "en", $"p@{random.Next(1, 3)}", Labels[random.Next(Labels.Length)], random.Next(2) == 0),
        })];
    }

    private static string MakeWord(Random random) => random.Next(4) == 0
        ? new string(random.GetItems<char>(Han, random.Next(1, 5)))
        : Words[random.Next(3) == 0 ? random.Next(Words.Length) : random.Next(6)];
}
