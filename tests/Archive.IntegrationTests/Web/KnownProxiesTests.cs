using System.Net;
using Microsoft.Extensions.Options;

namespace Archive.IntegrationTests.Web;

/// <summary>The pages behind a proxy that ends TLS: every request comes over plain http from the loopback address.</summary>
public sealed class KnownProxiesTests
{
    [Fact]
    public async Task Over_https_at_a_known_proxy_forms_are_served_with_secure_cookies()
    {
        await using var fixture = await StartAsync(("Archive:Web:Https", "true"), ("Archive:Web:KnownProxies:0", "127.0.0.1"));
        using var browser = fixture.Open();
        browser.Headers["X-Forwarded-Proto"] = "https";

        using var form = await browser.GetAsync("/sign-in");
        browser.Headers.Clear();
        using var plain = await browser.GetAsync("/sign-in");

        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        var cookie = Assert.Single(form.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-archive-antiforgery", StringComparison.Ordinal));
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
        Assert.Equal("max-age=31536000", Assert.Single(form.Headers.GetValues("Strict-Transport-Security")));
        Assert.Equal(HttpStatusCode.InternalServerError, plain.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.0/8", HttpStatusCode.BadRequest)]
    [InlineData("10.9.9.9", HttpStatusCode.TooManyRequests)]
    [InlineData("", HttpStatusCode.TooManyRequests)]
    public async Task The_reader_of_a_known_proxy_and_of_no_other_is_told_by_its_header(string known, HttpStatusCode ofSecondReader)
    {
        await using var fixture = await StartAsync(("Archive:Web:SignInsPerMinute", "2"), ("Archive:Web:KnownProxies:0", known));
        using var browser = fixture.Open();

        var ofFirst = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            ofFirst.Add(await PostAsync(browser, "203.0.113.1"));
        }

        // Without a token the form is a bad request, and counts all the same.
        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests], ofFirst);
        Assert.Equal(ofSecondReader, await PostAsync(browser, "203.0.113.2"));
    }

    [Fact]
    public async Task Nobody_reads_metrics_by_the_address_that_a_proxy_tells()
    {
        await using var fixture = await StartAsync(("Archive:Telemetry:Prometheus", "true"), ("Archive:Web:KnownProxies:0", "127.0.0.0/8"));
        using var browser = fixture.Open();

        using var direct = await browser.GetAsync("/metrics");
        browser.Headers["X-Forwarded-For"] = "127.0.0.1";
        using var through = await browser.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.OK, direct.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, through.StatusCode);
    }

    [Fact]
    public async Task What_is_no_address_ends_the_start_and_is_named()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(("Archive:Web:KnownProxies:0", "proxy.example.com")));

        Assert.Contains("\"proxy.example.com\"", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PostAsync(Browser browser, string reader)
    {
        browser.Headers["X-Forwarded-For"] = reader;
        using var form = new FormUrlEncodedContent([]);
        using var response = await browser.SendAsync(HttpMethod.Post, "/sign-in", form);
        return response.StatusCode;
    }

    private static async Task<WebFixture> StartAsync(params (string Name, string? Value)[] settings)
    {
        var fixture = new WebFixture { Settings = settings.ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal) };
        await fixture.InitializeAsync();
        return fixture;
    }
}
