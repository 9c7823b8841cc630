using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Archive.Core.Search;
using Archive.Search.Elasticsearch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using static Archive.IntegrationTests.Search.Elasticsearch.TestCertificates;

namespace Archive.IntegrationTests.Search.Elasticsearch;

/// <summary>Against a server with certificates made here.</summary>
public sealed class PinnedAuthorityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("archive-tls-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trusts_the_authority_of_the_file_and_no_other()
    {
        using var authority = MakeAuthority("Cluster CA");
        using var other = MakeAuthority("Cluster CA");
        await using var server = await StartAsync(MakeLeaf(authority, "localhost", ForServers), authority);

        Assert.Equal(200, (await AskAsync(server, Write(authority, "ca.pem"))).Status);
        var exception = await Assert.ThrowsAsync<IndexUnavailableException>(() => AskAsync(server, Write(other, "other.pem")));
        Assert.Contains("CertificateAuthorityFile", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IndexUnavailableException>(() => AskAsync(server, null));
    }

    [Fact]
    public async Task Refuses_another_name()
    {
        using var authority = MakeAuthority("Cluster CA");
        await using var server = await StartAsync(MakeLeaf(authority, "elsewhere", ForServers), authority);

        await Assert.ThrowsAsync<IndexUnavailableException>(() => AskAsync(server, Write(authority, "ca.pem")));
    }

    [Theory]
    [InlineData(ForServers, true)]
    [InlineData("1.3.6.1.5.5.7.3.2", false)]
    public void Refuses_a_certificate_for_another_purpose(string purpose, bool isAccepted)
    {
        using var authority = MakeAuthority("Cluster CA");
        using var leaf = MakeLeaf(authority, "localhost", purpose);

        Assert.Equal(isAccepted, new PinnedAuthority(Write(authority, "ca.pem")).Accepts(leaf, null, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [Fact]
    public async Task Refuses_a_forged_certificate_that_comes_with_the_genuine_authority()
    {
        using var authority = MakeAuthority("Cluster CA");
        using var forger = MakeAuthority("Cluster CA");
        await using var server = await StartAsync(MakeLeaf(forger, "localhost", ForServers), authority);

        await Assert.ThrowsAsync<IndexUnavailableException>(() => AskAsync(server, Write(authority, "ca.pem")));
    }

    [Fact]
    public void Says_so_when_the_file_is_missing_or_holds_none()
    {
        var empty = Path.Combine(_folder, "empty.pem");
        File.WriteAllText(empty, "nothing");

        Assert.Throws<IndexUnavailableException>(() => new PinnedAuthority(empty));
        Assert.Throws<IndexUnavailableException>(() => new PinnedAuthority(empty + ".missing"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<ElasticsearchResponse> AskAsync(WebApplication server, string? authorityFile)
    {
        var options = new ElasticsearchOptions { Nodes = [new Uri(server.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal))], CertificateAuthorityFile = authorityFile, Retries = 1 };
        return await ElasticsearchTransports.Create(options).SendAsync(HttpMethod.Get, "/", default, ElasticsearchBody.None, Token);
    }

    private static async Task<WebApplication> StartAsync(X509Certificate2 certificate, X509Certificate2 sent)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ServerCertificateChain = [sent];
        })));
        var server = builder.Build();
        server.MapGet("/", (HttpResponse response) =>
        {
            response.Headers["X-elastic-product"] = "Elasticsearch";
            return Results.Text("{}", "application/json");
        });
        await server.StartAsync(Token);
        return server;
    }

    private string Write(X509Certificate2 certificate, string file)
    {
        var path = Path.Combine(_folder, file);
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return path;
    }
}
