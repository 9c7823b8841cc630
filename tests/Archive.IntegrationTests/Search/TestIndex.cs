using Archive.Core.Search;
using Archive.Core.Search.Language;

namespace Archive.IntegrationTests.Search;

/// <summary>An index of one test, and short ways to use it.</summary>
public abstract class TestIndex : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public abstract ISearchIndex Index { get; }

    /// <summary>As a program that starts again finds it.</summary>
    public abstract void Reopen();

    public abstract ValueTask DisposeAsync();

    public static IndexDocument Document(long sequence, string text, int minute = 0, string source = "slack", string conversation = "C1", string sender = "U1") =>
        new(sequence, Start.AddMinutes(minute == 0 ? sequence : minute), source, conversation, $"Room {conversation}", sender, $"Person {sender}", text);

    public static BoundPhrase Phrase(params string[] tokens) => new([.. tokens.Select(token => new BoundTerm(token, TermMatch.Exact))]);

    public Task ApplyAsync(params IndexDocument[] documents) => Index.ApplyAsync(documents, documents[^1].Sequence, Token);

    public async Task<IndexState> ReadStateAsync() => await Index.ReadStateAsync(Token);

    public async Task<IReadOnlyList<long>> FindAsync(string query) => (await SearchAsync(query)).Sequences;

    public async Task<IReadOnlyList<long>> FindAsync(BoundNode root) => (await SearchAsync(root, new IndexPaging(0, 500, SearchOrder.Oldest))).Sequences;

    public Task<IReadOnlyList<long>> FindAsync(SearchField field, string value) => FindAsync(new BoundField(field, value));

    public Task<IndexAnswer> SearchAsync(string query, SearchOrder order = SearchOrder.Oldest, bool withFacets = false) =>
        Index.SearchAsync(QueryBinder.Bind(query, SearchScope.Everything, TimeProvider.System), new IndexPaging(0, 500, order, withFacets), Token);

    public Task<IndexAnswer> SearchAsync(BoundNode? root, IndexPaging paging) =>
        Index.SearchAsync(new BoundQuery(root, SearchScope.Everything), paging, Token);

    /// <summary>Whether each document is found by the node beside it. One search each; an engine that is asked over a network may ask many at once.</summary>
    public virtual async Task<IReadOnlyList<bool>> FindEachAsync(IReadOnlyList<(IndexDocument Document, BoundNode Root)> pairs)
    {
        var found = new bool[pairs.Count];
        for (var i = 0; i < found.Length; i++)
        {
            // The same second only, so that the answer to a common word stays short.
            var (document, root) = pairs[i];
            var second = DateTimeOffset.FromUnixTimeSeconds(document.Time.ToUnixTimeSeconds());
            var answer = await SearchAsync(new BoundAnd([root, new BoundTime(second, second.AddSeconds(1))]), new IndexPaging(0, 500, SearchOrder.Oldest));
            found[i] = answer.Sequences.Contains(document.Sequence);
        }

        return found;
    }

    public async Task<IReadOnlyList<long>> ReadMatchesAsync(string query)
    {
        var found = new List<long>();
        await foreach (var piece in Index.ReadMatchesAsync(QueryBinder.Bind(query, SearchScope.Everything, TimeProvider.System), Token))
        {
            found.AddRange(piece);
        }

        return found;
    }
}
