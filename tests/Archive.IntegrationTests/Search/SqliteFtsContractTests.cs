namespace Archive.IntegrationTests.Search;

public sealed class SqliteFtsContractTests : SearchIndexContract
{
    protected override bool HasProximity => false;

    protected override int Trees => 1_500;

    protected override int Substrings => 20_000;

    protected override Task<TestIndex> CreateAsync() => Task.FromResult<TestIndex>(new SqliteTestIndex());
}
