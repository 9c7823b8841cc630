using System.Net;
using Xunit;

namespace Archive.IntegrationTests.Web;

/// <summary>An office behind one address signs at once: that is bounded, by a limit of its own.</summary>
public sealed class NoticeLimitTests
{
    [Fact]
    public async Task Signing_has_a_limit_and_words_of_its_own_beside_signing_in()
    {
        await using var fixture = new WebFixture
        {
            Settings = new Dictionary<string, string?> { ["Archive:Web:SignInsPerMinute"] = "1", ["Archive:Web:SignaturesPerMinute"] = "3" },
        };
        using var browser = await StartAsync(fixture);

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await PostAsync(browser, "/notice/x"));
        }

        // Without a token the form is a bad request, and counts all the same.
        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests], answers.Select(a => a.StatusCode));
        Assert.Contains("Too many people signed from your address", await answers[3].Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(browser, "/sign-in")).StatusCode);
        var signIn = await PostAsync(browser, "/sign-in");
        Assert.Equal(HttpStatusCode.TooManyRequests, signIn.StatusCode);
        Assert.Contains("sign-in attempts", await signIn.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        answers.ForEach(a => a.Dispose());
    }

    private static async Task<Browser> StartAsync(WebFixture fixture)
    {
        await fixture.InitializeAsync();
        return fixture.Open();
    }

    private static async Task<HttpResponseMessage> PostAsync(Browser browser, string path)
    {
        using var form = new FormUrlEncodedContent([]);
        return await browser.SendAsync(HttpMethod.Post, path, form);
    }
}
