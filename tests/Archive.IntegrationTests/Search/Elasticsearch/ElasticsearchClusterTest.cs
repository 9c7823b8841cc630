using Archive.Core.Search;
using static Archive.IntegrationTests.Search.TestIndex;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>An index on the shared cluster, which each test leaves whole.</summary>
[Collection(nameof(ElasticsearchCluster))]
public abstract class ElasticsearchClusterTest(ElasticsearchCluster cluster) : IAsyncLifetime
{
    private const string Variable = "ARCHIVE_TEST_CLUSTER";
    protected const int Documents = 3_000;
    protected const int Batch = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private protected static readonly IndexDocument[] All = [.. Enumerable.Range(1, Documents).Select(i => Document(i, $"alpha n{i}", sender: $"U{i % 50}"))];

    private protected ElasticsearchTestIndex Fixture { get; private set; } = null!; // made before each test

    protected ElasticsearchCluster Cluster => cluster;

    /// <summary>What is filled.</summary>
    protected ISearchIndex Index { get; set; } = null!; // made before each test

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        cluster.Require();
        await cluster.StartMissingAsync();
        Fixture = new ElasticsearchTestIndex(cluster.Addresses[0], options =>
        {
            options.Nodes.Clear();
            cluster.Addresses.ToList().ForEach(address => options.Nodes.Add(new Uri(address.GetLeftPart(UriPartial.Authority).Replace(address.UserInfo + "@", "", StringComparison.Ordinal))));
            options.CertificateAuthorityFile = cluster.AuthorityFile;
            options.RequestTimeout = TimeSpan.FromSeconds(5);
            options.TotalTimeout = TimeSpan.FromSeconds(20);
        });
        Index = Fixture.Index;
        await ApplyAsync(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (Fixture is not null)
        {
            await Fixture.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected static void SkipUnlessFull() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "full", $"Part of the long proof: set {Variable}=full.");

    /// <summary>As the index job does it: what could not be done is tried again later.</summary>
    protected async Task FillAsync(Func<int, Task> beforeBatch)
    {
        for (var i = 1; i * Batch < Documents; i++)
        {
            await beforeBatch(i);
            await ApplyAsync(i);
        }
    }

    protected Task ApplyAsync(int batch) => ApplyAsync(All[(batch * Batch)..((batch + 1) * Batch)]);

    /// <summary>Again and again until it succeeds.</summary>
    private protected async Task ApplyAsync(IndexDocument[] documents) =>
        await UntilAsync(async () =>
        {
            try
            {
                await Index.ApplyAsync(documents, documents[^1].Sequence, Token);
                return true;
            }
            catch (IndexUnavailableException)
            {
                return false;
            }
        });

    protected async Task AssertWholeAsync()
    {
        await UntilAsync(async () =>
        {
            try
            {
                return (await Index.ReadStateAsync(Token)).Count == Documents;
            }
            catch (IndexUnavailableException)
            {
                return false;
            }
        });
        Assert.Equal(Documents, (await Fixture.SearchAsync("alpha")).Total);
        Assert.Equal(Enumerable.Range(1, Documents).Select(i => (long)i), await Fixture.ReadMatchesAsync("alpha"));
    }

    protected static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Not within {Patience}.");
            await Task.Delay(300, Token);
        }
    }
}
