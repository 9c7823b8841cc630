using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Language;

namespace Archive.IntegrationTests.Search;

/// <summary>What a person may not see changes nothing of what the person is answered.</summary>
public abstract partial class SearchIndexContract
{
    private const string Own = "own";
    private const string Foreign = "foreign";

    private static readonly DateTimeOffset Beginning = new(2024, 1, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Generated queries that are tried: as many as fit into some seconds.</summary>
    protected abstract int ScopedQueries { get; }

    [Fact]
    public async Task Records_out_of_sight_change_neither_hits_nor_their_order_nor_totals_nor_facets()
    {
        var documents = MakeMixed(600);
        await _fixture.ApplyAsync(documents);
        await using var alone = await CreateAsync();
        await alone.Index.ApplyAsync([.. documents.Where(document => document.Source == Own)], documents[^1].Sequence, Token);
        var scope = new SearchScope([Own]);
        var found = 0;
        foreach (var (i, query) in GeneratedQueries.OverMadeUpChat(seed: 31).Take(ScopedQueries).Index())
        {
            var paging = new IndexPaging(0, 50, (SearchOrder)(i % 3), WithFacets: true);

            // Who sees everything gets another rank: the words are weighed.
            var same = paging.Order == SearchOrder.Relevance ? scope : SearchScope.Everything;

            var seen = await _fixture.Index.SearchAsync(QueryBinder.Bind(query, scope, TimeProvider.System), paging, Token);
            var expected = await alone.Index.SearchAsync(QueryBinder.Bind(query, same, TimeProvider.System), paging, Token);

            Assert.True((expected.Total, expected.Exact) == (seen.Total, seen.Exact), query);
            Assert.True(expected.Sequences.SequenceEqual(seen.Sequences), query);
            Assert.Equal(Flatten(expected.Facets!), Flatten(seen.Facets!));
            found += seen.Total > 0 ? 1 : 0;
        }

        Assert.InRange(found, ScopedQueries / 4, ScopedQueries);
    }

    /// <summary>The same people and rooms in two sources, other words and names besides in the one that is not seen.</summary>
    private static IndexDocument[] MakeMixed(int count)
    {
        var random = new Random(30);
        return [.. Enumerable.Range(1, count).Select(i =>
        {
            var (person, room) = (MadeUpChat.Pick(random, MadeUpChat.People), MadeUpChat.Pick(random, MadeUpChat.Rooms));
            var isOwn = random.Next(2) == 0;
            var name = isOwn ? person : person + " alias desk";
            return new IndexDocument(i, Beginning.AddHours(i * 7), isOwn ? Own : Foreign, room, room, person, name, MadeUpChat.Text(random) + (isOwn ? "" : " transom wirt"))
            {
                Recipients = [new Participant(person, name, ParticipantKind.Member), new Participant("ann", "ann", ParticipantKind.Member)],
                Traits = DocumentTraits.Plain with { Kind = random.Next(4) == 0 ? MessageKind.Edit : MessageKind.Text, Labels = isOwn ? "phone" : "card", Language = "zh" },
            };
        })];
    }

    private static IEnumerable<FacetCount> Flatten(SearchFacets facets) =>
        [.. facets.Sources, .. facets.Conversations, .. facets.Senders, .. facets.Types, .. facets.Labels, .. facets.Months];
}
