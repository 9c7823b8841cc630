using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Search.SqliteFts;
using Xunit;

namespace Archive.Tests.Search;

/// <summary>An embedded index in a folder of its own, and short ways to use it.</summary>
public sealed class TemporaryIndex : IDisposable
{
    private static readonly DateTimeOffset Start = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public TemporaryIndex() => Index = Open(FilePath);

    public string Folder { get; } = Directory.CreateTempSubdirectory("archive-index-").FullName;

    public string FilePath => Path.Combine(Folder, "index.db");

    public SqliteFtsIndex Index { get; private set; }

    public static SqliteFtsIndex Open(string path) => new(new SqliteFtsOptions { Path = path }, TimeProvider.System);

    public static IndexDocument Document(long sequence, string text, int minute = 0, string source = "slack", string conversation = "C1", string sender = "U1") =>
        new(sequence, Start.AddMinutes(minute == 0 ? sequence : minute), source, conversation, $"Room {conversation}", sender, $"Person {sender}", text);

    public static BoundPhrase Phrase(params string[] tokens) => new([.. tokens.Select(token => new BoundTerm(token, TermMatch.Exact))]);

    public IndexState ReadState() => Index.ReadStateAsync(TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();

    public void Reopen()
    {
        Index.Dispose();
        Index = Open(FilePath);
    }

    public Task ApplyAsync(params IndexDocument[] documents) =>
        Index.ApplyAsync(documents, documents[^1].Sequence, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<long>> FindAsync(string query) => (await SearchAsync(Index, query)).Sequences;

    public static Task<IndexAnswer> SearchAsync(SqliteFtsIndex index, string query, SearchOrder order = SearchOrder.Oldest, bool withFacets = false) =>
        index.SearchAsync(QueryBinder.Bind(query, SearchScope.Everything, TimeProvider.System), new IndexPaging(0, 500, order, withFacets), TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Index.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
