using Archive.Core.Search;
using Archive.Search.Elasticsearch;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>The nodes of the cluster show a certificate of an authority that is the cluster's own. All other tests of the cluster go the same way.</summary>
public sealed class ElasticsearchTlsTests(ElasticsearchCluster cluster) : ElasticsearchClusterTest(cluster)
{
    [Fact]
    public async Task Every_node_is_filled_and_searched_with_the_pinned_authority()
    {
        foreach (var node in Fixture.Options.Nodes)
        {
            Assert.Equal(Uri.UriSchemeHttps, node.Scheme);
            Assert.Equal(200, (await AskAsync(node, Cluster.AuthorityFile)).Status);
        }

        await ApplyAsync(1);

        Assert.Equal(2 * Batch, (await Fixture.SearchAsync("alpha")).Total);
    }

    [Fact]
    public async Task Another_authority_of_the_same_name_is_refused_and_so_is_the_machines_own_choice()
    {
        using var other = TestCertificates.MakeAuthority("Cluster CA");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, other.ExportCertificatePem(), Token);

        foreach (var authority in (string?[])[file, null])
        {
            var refused = await Assert.ThrowsAsync<IndexUnavailableException>(() => AskAsync(Fixture.Options.Nodes[1], authority));
            Assert.Contains("the secure connection failed. Check CertificateAuthorityFile", refused.Message, StringComparison.Ordinal);
        }

        File.Delete(file);
    }

    [Fact]
    public async Task A_name_that_is_not_in_the_certificate_is_refused_and_so_are_addresses_without_encryption()
    {
        var node = Fixture.Options.Nodes[1];

        var named = await Assert.ThrowsAsync<IndexUnavailableException>(() => AskAsync(new UriBuilder(node) { Host = "localhost" }.Uri, Cluster.AuthorityFile));
        Assert.Contains("the secure connection failed", named.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IndexUnavailableException>(() => AskAsync(new UriBuilder(node) { Scheme = Uri.UriSchemeHttp }.Uri, null));
    }

    private Task<ElasticsearchResponse> AskAsync(Uri node, string? authorityFile)
    {
        var options = new ElasticsearchOptions
        {
            Nodes = [node], CertificateAuthorityFile = authorityFile, Username = Fixture.Options.Username, Password = Fixture.Options.Password, Retries = 1,
        };
        return ElasticsearchTransports.Create(options).SendAsync(HttpMethod.Get, "/_cluster/health", default, ElasticsearchBody.None, Token);
    }
}
