namespace Archive.IntegrationTests.Search;

public sealed class ElasticsearchContractTests(ElasticsearchServer server) : SearchIndexContract
{
    protected override int Trees => 400;

    protected override int Substrings => 20_000;

    protected override int ScopedQueries => 200;

    protected override async Task<TestIndex> CreateAsync() => new ElasticsearchTestIndex(await server.RequireAsync());
}
