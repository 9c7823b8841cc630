using System.Net;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.Tests.Connectors.Http;

public sealed class FileDownloadTests
{
    [Fact]
    public async Task The_token_goes_to_trusted_hosts_only()
    {
        using var network = new FakeNetwork((_, n) => n switch
        {
            1 => Redirect("https://b.slack.com/2"),
            2 => Redirect("https://storage.example/3"),
            _ => new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 3]) },
        });
        var result = await TakeAsync(network, "https://files.slack.com/1", 10);

        Assert.Equal([1, 2, 3], result.File!.Read());
        Assert.Equal(["Bearer secret-token", "Bearer secret-token", null], network.Requests.Select(r => r.Authorization));
    }

    [Theory]
    [InlineData("https://evil.example/1")]
    [InlineData("http://files.slack.com/1")]
    [InlineData("https://slack.com.evil.example/1")]
    public async Task An_address_from_outside_is_not_called(string address)
    {
        using var network = new FakeNetwork((_, _) => new HttpResponseMessage());

        Assert.Null((await TakeAsync(network, address, 10)).File);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_not_taken_whatever_its_header_says()
    {
        using var network = new FakeNetwork((_, _) => new HttpResponseMessage { Content = new StreamContent(new MemoryStream(new byte[11])) });

        Assert.True((await TakeAsync(network, "https://slack.com/1", 10)).TooLarge);
        Assert.Single(network.Requests);
    }

    [Fact]
    public async Task Endless_redirects_and_error_statuses_have_a_reason()
    {
        using var loop = new FakeNetwork((_, _) => Redirect("https://slack.com/again"));
        using var missing = new FakeNetwork((_, _) => new HttpResponseMessage(HttpStatusCode.NotFound));

        Assert.Contains("redirected more than", (await TakeAsync(loop, "https://slack.com/1", 10)).Reason, StringComparison.Ordinal);
        Assert.Contains("404", (await TakeAsync(missing, "https://slack.com/1", 10)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, ConnectorFailure.Throttled, "files: the platform asks to wait 300 s")]
    [InlineData(HttpStatusCode.BadGateway, ConnectorFailure.Transient, "files answered status 502 after all retries")]
    [InlineData(HttpStatusCode.RequestTimeout, ConnectorFailure.Transient, "files answered status 408 after all retries")]
    public async Task What_may_pass_is_no_reason_to_do_without_the_file(HttpStatusCode status, ConnectorFailure kind, string words)
    {
        using var network = new FakeNetwork((_, _) => new HttpResponseMessage(status) { Headers = { RetryAfter = status == HttpStatusCode.TooManyRequests ? new(TimeSpan.FromMinutes(5)) : null } });

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => TakeAsync(network, "https://slack.com/1", 10));

        Assert.Equal(kind, failure.Kind);
        Assert.StartsWith(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_does_not_show_itself() => Assert.DoesNotContain("secret", new BearerToken("secret-token").ToString(), StringComparison.Ordinal);

    private static HttpResponseMessage Redirect(string to) => new(HttpStatusCode.Found) { Headers = { Location = new Uri(to) } };

    private static async Task<FileDownloadResult> TakeAsync(FakeNetwork network, string address, int max)
    {
        var options = new ConnectorHttpOptions();
        var time = new ImpatientTime(options.AttemptTimeout);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(time);
        services.AddConnectorHttpClient("x", options).ConfigurePrimaryHttpMessageHandler(() => network);
        await using var provider = services.BuildServiceProvider();
        var http = new ConnectorHttp(provider.GetRequiredService<IHttpClientFactory>().CreateClient("x"), options, "Slack", time);
        var download = new FileDownload(http, new BearerToken("secret-token"), Archive.Connectors.Slack.SlackFiles.TrustedBy(new Uri("https://slack.com/api/")), new RequestPace(1_000, time));
        return await download.TakeAsync(new Uri(address), max, TestContext.Current.CancellationToken);
    }
}
