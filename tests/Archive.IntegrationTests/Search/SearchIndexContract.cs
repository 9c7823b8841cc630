using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search;

/// <summary>What every index does, whatever the engine.</summary>
public abstract partial class SearchIndexContract : IAsyncLifetime
{
    private TestIndex _fixture = null!; // made before each test

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Random trees that are tried: as many as fit into some seconds.</summary>
    protected abstract int Trees { get; }

    public async ValueTask InitializeAsync() => _fixture = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_fixture is not null)
        {
            await _fixture.DisposeAsync();
        }
    }

    protected abstract Task<TestIndex> CreateAsync();

    [Fact]
    public async Task Finds_words_phrases_and_single_characters()
    {
        await _fixture.ApplyAsync(Document(1, "the wire transfer"), Document(2, "transfer by wire"), Document(3, "我的手机坏了"), Document(4, "好手"));

        Assert.Equal([1, 2], await _fixture.FindAsync("wire transfer"));
        Assert.Equal([1], await _fixture.FindAsync("\"wire transfer\""));
        Assert.Equal([3], await _fixture.FindAsync("手机"));
        Assert.Equal([3, 4], await _fixture.FindAsync("手"));
        Assert.Equal([2, 3, 4], await _fixture.FindAsync("NOT \"wire transfer\""));
        Assert.Equal([1, 2, 3, 4], await _fixture.FindAsync(""));
    }

    [Fact]
    public async Task Replays_are_harmless()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"), Document(2, "alpha"));
        await _fixture.ApplyAsync(Document(1, "alpha"), Document(2, "alpha"), Document(3, "alpha"));
        await _fixture.ApplyAsync(Document(1, "alpha"));

        Assert.Equal([1, 2, 3], await _fixture.FindAsync("alpha"));
        Assert.Equal((3, 3), ((await _fixture.ReadStateAsync()).Cursor, (await _fixture.ReadStateAsync()).Count));
    }

    [Fact]
    public async Task Keeps_everything_when_opened_again()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"), Document(700, "alpha beta", sender: "U7"), Document(70_000, "beta"));
        await _fixture.Index.RemoveAsync([Document(1, "alpha")], Token);
        var generation = (await _fixture.ReadStateAsync()).Generation;

        _fixture.Reopen();

        Assert.Equal([700], await _fixture.FindAsync("alpha from:u7"));
        Assert.Equal([700, 70_000], await _fixture.FindAsync("beta"));
        Assert.Equal((70_000, 2, generation), ((await _fixture.ReadStateAsync()).Cursor, (await _fixture.ReadStateAsync()).Count, (await _fixture.ReadStateAsync()).Generation));
        Assert.Equal([1], await _fixture.Index.ReadPendingRemovalsAsync(Token));
    }

    [Fact]
    public async Task Removal_waits_for_confirmation_or_is_taken_back()
    {
        IndexDocument[] documents = [Document(1, "alpha one"), Document(2, "alpha two"), Document(3, "alpha three")];
        await _fixture.ApplyAsync(documents);

        await _fixture.Index.RemoveAsync(documents[..2], Token);
        await _fixture.Index.RemoveAsync(documents[..2], Token);

        Assert.Equal([3], await _fixture.FindAsync("alpha"));
        Assert.Equal([3], await _fixture.FindAsync("NOT omega"));
        Assert.Equal([1, 2], await _fixture.Index.ReadPendingRemovalsAsync(Token));

        await _fixture.Index.RestoreAsync(documents[1..2], Token);
        await _fixture.Index.RestoreAsync(documents[1..2], Token);
        await _fixture.Index.ConfirmRemovalAsync([1], Token);
        await _fixture.Index.RestoreAsync(documents[..1], Token);

        Assert.Equal([2, 3], await _fixture.FindAsync("alpha"));
        Assert.Empty(await _fixture.Index.ReadPendingRemovalsAsync(Token));
        Assert.Equal(2, (await _fixture.ReadStateAsync()).Count);
    }

    [Fact]
    public async Task A_record_removed_before_it_was_indexed_does_not_come_back()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"));

        await _fixture.Index.RemoveAsync([Document(2, "alpha"), Document(3, "alpha")], Token);
        await _fixture.Index.ConfirmRemovalAsync([2], Token);
        await _fixture.ApplyAsync(Document(2, "alpha"), Document(3, "alpha"), Document(4, "alpha"));

        Assert.Equal([1, 4], await _fixture.FindAsync("alpha"));
        Assert.Equal([3], await _fixture.Index.ReadPendingRemovalsAsync(Token));
    }

    [Fact]
    public async Task Orders_by_time_then_number_and_by_relevance()
    {
        await _fixture.ApplyAsync(
            Document(1, "alpha", minute: 30), Document(2, "alpha alpha alpha", minute: 10), Document(3, "alpha " + new string('b', 60) + " c d e f g h i j", minute: 30));

        Assert.Equal([3, 1, 2], (await _fixture.SearchAsync("alpha", SearchOrder.Newest)).Sequences);
        Assert.Equal([2, 1, 3], (await _fixture.SearchAsync("alpha", SearchOrder.Oldest)).Sequences);
        Assert.Equal([2, 1, 3], (await _fixture.SearchAsync("alpha", SearchOrder.Relevance)).Sequences);
    }

    [Fact]
    public async Task Relevance_prefers_the_rare_word()
    {
        var common = Enumerable.Range(1, 50).Select(i => Document(i, "common word here")).ToArray();
        await _fixture.ApplyAsync([.. common, Document(51, "rare word here"), Document(52, "common word here")]);

        Assert.Equal(51, (await _fixture.SearchAsync("common OR rare", SearchOrder.Relevance)).Sequences[0]);
        Assert.Equal(51, (await _fixture.SearchAsync("common OR rare OR from:nobody", SearchOrder.Relevance)).Sequences[0]);
    }

    [Fact]
    public async Task Counts_facets_over_all_hits()
    {
        await _fixture.ApplyAsync(Document(1, "alpha", sender: "U1"), Document(2, "alpha", sender: "U2", conversation: "C2"), Document(3, "alpha", sender: "U2"), Document(4, "beta"));

        var facets = (await _fixture.SearchAsync("alpha", withFacets: true)).Facets!;

        Assert.Equal([new FacetCount("U2", "Person U2", 2), new FacetCount("U1", "Person U1", 1)], facets.Senders);
        Assert.Equal([new FacetCount("C1", "Room C1", 2), new FacetCount("C2", "Room C2", 1)], facets.Conversations);
        Assert.Equal([new FacetCount("slack", "slack", 3)], facets.Sources);
        Assert.Equal([new FacetCount("2024-03", "2024-03", 3)], facets.Months);
    }

    [Fact]
    public async Task Scope_hides_other_sources_from_hits_counts_and_facets()
    {
        await _fixture.ApplyAsync(Document(1, "alpha", source: "slack"), Document(2, "alpha", source: "wecom", conversation: "W1", sender: "W1"));

        var answer = await _fixture.Index.SearchAsync(
            QueryBinder.Bind("alpha", new SearchScope(["slack"]), TimeProvider.System), new IndexPaging(0, 10, SearchOrder.Newest, WithFacets: true), Token);
        var nothing = await _fixture.Index.SearchAsync(QueryBinder.Bind("NOT beta", new SearchScope([]), TimeProvider.System), new IndexPaging(0, 10, SearchOrder.Newest), Token);

        Assert.Equal([1], answer.Sequences);
        Assert.Equal(1, answer.Total);
        Assert.Equal("slack", Assert.Single(answer.Facets!.Sources).Value);
        Assert.Single(answer.Facets.Senders);
        Assert.Equal(0, nothing.Total);
    }

    [Fact]
    public async Task Finds_by_recipient_type_contents_language_policy_revision_and_label()
    {
        Participant[] room = [new("U1", "Ann Lee", ParticipantKind.Member), new("U2", "Bob Lee", ParticipantKind.Member)];
        var traits = DocumentTraits.Plain with { Policy = "default@2", Labels = "card phone", Contents = DocumentContents.File | DocumentContents.Redaction };
        await _fixture.ApplyAsync(
            Document(1, "alpha") with { Members = room, Traits = traits },
            Document(2, "alpha", sender: "U2") with { Members = room, Traits = DocumentTraits.Plain with { Kind = MessageKind.Edit, IsLater = true, Language = "zh" } },
            Document(3, "alpha"));

        Assert.Equal([2], await _fixture.FindAsync(SearchField.To, "u1"));
        Assert.Equal([1], await _fixture.FindAsync(SearchField.To, "Bob"));
        Assert.Equal([1, 2], await _fixture.FindAsync(SearchField.To, "LEE"));
        Assert.Equal([2], await _fixture.FindAsync(SearchField.Type, "edit"));
        Assert.Equal([1], await _fixture.FindAsync(SearchField.Has, "file"));
        Assert.Equal([1], await _fixture.FindAsync(SearchField.Has, "redaction"));
        Assert.Empty(await _fixture.FindAsync(SearchField.Has, "image"));
        Assert.Equal([2], await _fixture.FindAsync(SearchField.Language, "zh"));
        Assert.Equal([1], await _fixture.FindAsync(SearchField.Policy, "default"));
        Assert.Equal([1], await _fixture.FindAsync(SearchField.Policy, "default@2"));
        Assert.Empty(await _fixture.FindAsync(SearchField.Policy, "default@1"));
        Assert.Equal([1, 3], await _fixture.FindAsync(SearchField.Revision, "first"));
        Assert.Equal([1], await _fixture.FindAsync(SearchField.Label, "phone"));
        _fixture.Reopen();
        Assert.Equal([1, 2], await _fixture.FindAsync(SearchField.To, "lee"));
        Assert.Equal([1], await _fixture.FindAsync(SearchField.Label, "card"));
    }

    [Fact]
    public async Task A_source_is_found_by_a_part_of_its_name()
    {
        await _fixture.ApplyAsync(Document(1, "alpha", source: "slack-emea"), Document(2, "alpha", source: "wecom"));

        Assert.Equal([1], await _fixture.FindAsync("source:SLACK"));
        Assert.Equal([2], await _fixture.FindAsync("NOT source:emea"));
        Assert.Empty(await _fixture.FindAsync("source:feishu"));
    }

    [Fact]
    public async Task A_renamed_conversation_is_found_by_both_names()
    {
        await _fixture.ApplyAsync(Document(1, "alpha") with { ConversationName = "Old Desk" }, Document(2, "alpha") with { ConversationName = "New Desk" });

        Assert.Equal([1, 2], await _fixture.FindAsync("in:\"old desk\""));
        Assert.Equal([1, 2], await _fixture.FindAsync("in:NEW"));
        Assert.Equal([1, 2], await _fixture.FindAsync("in:c1"));
        Assert.Empty(await _fixture.FindAsync("in:other"));
    }

    [Fact]
    public async Task Neighbours_follow_the_time_inside_the_conversation()
    {
        await _fixture.ApplyAsync(
            Document(1, "a", minute: 5), Document(2, "b", minute: 1), Document(3, "c", minute: 3), Document(4, "d", minute: 2, conversation: "C2"), Document(5, "e", minute: 9));
        await _fixture.Index.RemoveAsync([Document(2, "b", minute: 1)], Token);

        Assert.Equal([3, 1, 5], await _fixture.Index.ReadNeighboursAsync(1, 2, 2, Token));
        Assert.Equal([3, 1], await _fixture.Index.ReadNeighboursAsync(3, 5, 1, Token));
        Assert.Equal([1], await _fixture.Index.ReadNeighboursAsync(1, 0, 0, Token));
        Assert.Empty(await _fixture.Index.ReadNeighboursAsync(2, 1, 1, Token));
        Assert.Empty(await _fixture.Index.ReadNeighboursAsync(99, 1, 1, Token));
    }

    [Fact]
    public async Task Time_bounds_are_half_open_days()
    {
        var midnight = new DateTimeOffset(2024, 3, 5, 0, 0, 0, TimeSpan.Zero);
        await _fixture.ApplyAsync(Document(1, "a") with { Time = midnight.AddTicks(-1) }, Document(2, "a") with { Time = midnight }, Document(3, "a") with { Time = midnight.AddDays(1) });

        Assert.Equal([2, 3], await _fixture.FindAsync("after:2024-03-05"));
        Assert.Equal([1], await _fixture.FindAsync("before:2024-03-05"));
        Assert.Equal([2], await _fixture.FindAsync("a on:2024-03-05"));
    }

    [Fact]
    public async Task No_token_reaches_the_engine_as_syntax()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"), Document(2, "beta"));

        foreach (var token in (string[])["\"", "beta\" OR \"alpha", "t : alpha", "NEAR(", "^alpha", "alpha *"])
        {
            var query = new BoundQuery(Phrase(token), SearchScope.Everything);
            var answer = await _fixture.Index.SearchAsync(query, new IndexPaging(0, 10, SearchOrder.Newest), Token);
            Assert.True(answer.Total <= 1, token);
        }
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(0, 0)]
    [InlineData(0, 501)]
    public async Task Refuses_pages_out_of_bounds(int skip, int take) => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => _fixture.Index.SearchAsync(new BoundQuery(null, SearchScope.Everything), new IndexPaging(skip, take, SearchOrder.Newest), Token));

    [Fact]
    public async Task A_page_far_behind_the_last_hit_is_empty()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"));

        var answer = await _fixture.Index.SearchAsync(
            QueryBinder.Bind("alpha", SearchScope.Everything, TimeProvider.System), new IndexPaging(int.MaxValue, 500, SearchOrder.Newest), Token);

        Assert.Equal(1, answer.Total);
        Assert.Empty(answer.Sequences);
    }

    [Fact]
    public async Task Reset_starts_a_new_generation_that_takes_over_when_it_has_caught_up()
    {
        await _fixture.ApplyAsync(Document(1, "alpha"), Document(2, "beta"));
        var generation = (await _fixture.ReadStateAsync()).Generation;

        await _fixture.Index.ResetAsync(Token);

        var state = await _fixture.ReadStateAsync();
        Assert.Equal((0, 0), (state.Cursor, state.Count));
        Assert.NotEqual(generation, state.Generation);
        await _fixture.ApplyAsync(Document(1, "gamma"), Document(2, "beta"));
        Assert.Equal([1], await _fixture.FindAsync("gamma"));
        Assert.Empty(await _fixture.FindAsync("alpha"));
        Assert.Equal((2, 2, state.Generation), (await _fixture.SearchAsync("beta")).State switch { var s => (s.Cursor, s.Count, s.Generation) });
    }

    [Fact]
    public async Task An_empty_index_answers_everything()
    {
        var answer = await _fixture.SearchAsync("alpha", SearchOrder.Newest, withFacets: true);

        Assert.Equal((0, true, 0L), (answer.Total, answer.Exact, answer.State.Cursor));
        Assert.Empty(answer.Facets!.Months);
        Assert.Empty(await _fixture.ReadMatchesAsync("alpha"));
        Assert.Empty(await _fixture.Index.ReadNeighboursAsync(1, 1, 1, Token));
        Assert.Empty(await _fixture.Index.ReadPendingRemovalsAsync(Token));
        Assert.Equal((0, 0), await _fixture.ReadStateAsync() switch { var s => (s.Cursor, s.Count) });
    }

    [Fact]
    public async Task The_cursor_moves_over_records_without_documents()
    {
        await _fixture.Index.ApplyAsync([Document(3, "alpha")], 10, Token);
        await _fixture.Index.ApplyAsync([], 20, Token);

        Assert.Equal((20, 1), await _fixture.ReadStateAsync() switch { var s => (s.Cursor, s.Count) });
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _fixture.Index.ApplyAsync([Document(22, "alpha")], 21, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => _fixture.Index.ApplyAsync([Document(22, "alpha"), Document(21, "alpha")], 22, Token));
        Assert.Equal([3], await _fixture.FindAsync("alpha"));
    }

    [Fact]
    public async Task Matches_are_read_to_the_end_in_order_of_number()
    {
        await _fixture.ApplyAsync([.. Enumerable.Range(1, 300).Select(i => Document(i, i % 3 == 0 ? "alpha" : "beta", minute: 400 - i))]);

        Assert.Equal(Enumerable.Range(1, 100).Select(i => i * 3L), await _fixture.ReadMatchesAsync("alpha"));
    }

    [Fact]
    public async Task Times_long_ago_and_far_ahead_are_kept_at_the_ends()
    {
        await _fixture.ApplyAsync(
            Document(1, "a") with { Time = DateTimeOffset.MinValue }, Document(2, "a") with { Time = DateTimeOffset.MaxValue }, Document(3, "a"));

        Assert.Equal([1, 3, 2], await _fixture.FindAsync("a"));
        Assert.Equal([1], await _fixture.FindAsync("a before:1980-01-01"));
        Assert.Equal(["1970-01", "2024-03", "2106-02"], (await _fixture.SearchAsync("a", withFacets: true)).Facets!.Months.Select(month => month.Value));
    }

    [Fact]
    public async Task Names_and_ids_of_any_form_are_found()
    {
        var longId = new string('x', 3_000);
        await _fixture.ApplyAsync(
            Document(1, "a", sender: "U\"1\\ \n") with { SenderName = "O'Hara \"Ann\"" }, Document(2, "a", sender: longId), Document(3, "a", sender: "ＡＢＣ"));

        Assert.Equal([1], await _fixture.FindAsync(SearchField.From, "\"ann"));
        Assert.Equal([2], await _fixture.FindAsync(SearchField.From, longId));
        Assert.Equal([3], await _fixture.FindAsync(SearchField.From, "abc"));
        Assert.Equal(3, (await _fixture.SearchAsync("a", withFacets: true)).Facets!.Senders.Count);
    }
}
