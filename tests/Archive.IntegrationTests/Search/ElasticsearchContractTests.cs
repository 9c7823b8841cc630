namespace Archive.IntegrationTests.Search;

public sealed class ElasticsearchContractTests(ElasticsearchServer server) : SearchIndexContract
{
    protected override int Trees => 400;

    protected override int Substrings => 2_000;

    protected override async Task<TestIndex> CreateAsync() => new ElasticsearchTestIndex(await server.RequireAsync());
}
