using System.Net;

namespace Archive.IntegrationTests.Web.Telemetry;

/// <summary>Apart from the other tests of metrics: the end of this archive would end the series of theirs.</summary>
public sealed class ScrapeTokenTests
{
    [Fact]
    public async Task Asks_for_the_token_even_on_this_machine_when_there_is_one()
    {
        const string token = "scrape-token-0123456789";
        await using var web = new WebFixture { Settings = new Dictionary<string, string?> { ["Archive:Telemetry:Prometheus"] = "true", ["Archive:Telemetry:Scrape:Token"] = token } };
        await web.InitializeAsync();
        using var browser = web.Open();

        using var refused = await browser.GetAsync("/metrics");
        browser.Headers["Authorization"] = $"Bearer {token}";
        using var served = await browser.GetAsync("/metrics");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, served.StatusCode));
        Assert.DoesNotContain(web.Logs.Lines, l => l.Contains(token, StringComparison.Ordinal));
    }
}
