using Archive.Core.Search;
using Archive.Search.SqliteFts;

namespace Archive.IntegrationTests.Search;

internal sealed class SqliteTestIndex : TestIndex
{
    private readonly string _folder = Directory.CreateTempSubdirectory("archive-index-").FullName;
    private SqliteFtsIndex _index;

    public SqliteTestIndex() => _index = Open();

    public override ISearchIndex Index => _index;

    public override void Reopen()
    {
        _index.Dispose();
        _index = Open();
    }

    public override ValueTask DisposeAsync()
    {
        _index.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private SqliteFtsIndex Open() => new(new SqliteFtsOptions { Path = Path.Combine(_folder, "index.db") }, TimeProvider.System);
}
