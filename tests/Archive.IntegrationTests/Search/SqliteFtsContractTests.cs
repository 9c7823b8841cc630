namespace Archive.IntegrationTests.Search;

public sealed class SqliteFtsContractTests : SearchIndexContract
{
    protected override int Trees => 1_500;

    protected override int Substrings => 100_000;

    protected override int ScopedQueries => 1_000;

    protected override Task<TestIndex> CreateAsync() => Task.FromResult<TestIndex>(new SqliteTestIndex());
}
