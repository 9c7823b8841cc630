using System.Net;
using System.Runtime.CompilerServices;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Web.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Web;

/// <summary>The button on the page of the sources; what it finds is tested with the connectors.</summary>
public sealed class ConnectionTestTests(WebFixture fixture) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData("en", "The clock of this machine is 90 s off", "look at it")]
    [InlineData("zh-Hans", "本机时钟与平台相差 90 秒", "请留意")]
    public async Task Shows_what_was_found_in_the_language_of_the_reader(string language, string message, string outcome)
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);
        browser.Headers["Accept-Language"] = language;

        var response = await browser.PostAsync("/sources", "/sources?handler=Test", ("source", "slack"));
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(message, page, StringComparison.Ordinal);
        Assert.Contains(outcome, page, StringComparison.Ordinal);
        var trail = await fixture.Services.GetRequiredService<AuditTrail>().ReadAsync(null, 5, TestContext.Current.CancellationToken);
        Assert.Contains(trail, e => e.Facts.What == "connection of slack tried");
    }

    [Fact]
    public async Task Of_a_source_that_is_not_there_nothing_is_found()
    {
        using var browser = await fixture.OpenAsAsync(ArchiveRoles.Operator);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/sources", "/sources?handler=Test", ("source", "teams"))).StatusCode);
    }
}

internal sealed class ScriptedCheck : ISourceCheck
{
    public string Source => "slack";

    public async IAsyncEnumerable<SourceFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return new SourceFinding(SourceCheckStep.Secret, SourceFindingOutcome.Good, "The token can be read.");
        yield return new SourceFinding(SourceCheckStep.Clock, SourceFindingOutcome.Warning, "The clock of this machine is 90 s off the platform's. Let it be set from the network.");
    }
}
