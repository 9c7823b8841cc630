using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Archive.Core.Dependencies;
using Archive.Web.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.IntegrationTests.Web;

/// <summary>What becomes of a source that was made on the pages once it is no more.</summary>
public sealed class MadeSourcesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_is_removed_or_changed_no_longer_counts_in_the_budget_of_its_app(bool isRemoved)
    {
        var stored = new FakeStore { Sources = [Desk(0)] };
        await using var host = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<RequestPaces>().BuildServiceProvider();
        using var made = new MadeSources(stored, new SourceCatalog([]), new DependencyStates(TimeProvider.System), host, NullLogger<MadeSources>.Instance);
        await made.RenewAsync(Stop);
        var pace = host.GetRequiredService<RequestPaces>().Find("slack.com", "token", "desk", 0.1); // as its first run does

        await made.RenewAsync(Stop);
        Assert.True(pace.IsUsed);
        stored.Sources = isRemoved ? [] : [Desk(1)];
        await made.RenewAsync(Stop);

        Assert.False(pace.IsUsed);
    }

    private static StoredSource Desk(long revision) => new("desk", "slack", new Dictionary<string, string> { ["Token"] = $"xoxp-{revision}" }) { Revision = revision };

    private sealed class FakeStore : IStoredSources
    {
        public IReadOnlyList<StoredSource> Sources { get; set; } = [];

        public Task<IReadOnlyList<StoredSource>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Sources);

        public Task<bool> TryAddAsync(StoredSource source, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> TryChangeAsync(StoredSource source, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> TryRemoveAsync(string name, long revision, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
