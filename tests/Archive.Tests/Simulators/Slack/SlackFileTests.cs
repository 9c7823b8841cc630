using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Xunit;

namespace Archive.Tests.Simulators.Slack;

public sealed class SlackFileTests : SlackSimulatorTests
{
    private static readonly Dictionary<string, FileFault> Faults = new()
    {
        ["external"] = FileFault.External,
        ["wrong"] = FileFault.WrongSize,
        ["cut"] = FileFault.Truncated,
        ["trap"] = FileFault.SignInPage,
    };

    [Fact]
    public async Task Serves_a_file_of_the_announced_size_to_a_bearer()
    {
        var simulator = await StartAsync(o => o.FileFaults = Faults);
        using var client = SlackTestClient.Discovery(simulator);
        var file = await FileAsync(simulator, "plain");

        using var response = await client.SendAsync(file.GetProperty("url_private_download").GetString()!, Token);

        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Sample.File("plain").Content, await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(5_000, file.GetProperty("size").GetInt32());
        Assert.Equal("plain P&L.pdf", file.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("xoxp-unknown")]
    [InlineData("xoxb-no-files")]
    public async Task Answers_an_insufficient_token_with_a_sign_in_page_and_status_200(string token)
    {
        var simulator = await StartAsync(o => o.Tokens = [SlackToken.Discovery, new SlackToken("xoxb-no-files", ["channels:history"])]);
        using var client = new SlackTestClient(simulator, token);
        var file = await FileAsync(simulator, "plain");

        using var response = await client.SendAsync(file.GetProperty("url_private_download").GetString()!, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new MediaTypeHeaderValue("text/html", "utf-8"), response.Content.Headers.ContentType);
        Assert.Contains("Sign in", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misbehaves_for_the_chosen_files()
    {
        var simulator = await StartAsync(o => o.FileFaults = Faults);
        using var client = SlackTestClient.Discovery(simulator);
        var (external, wrong, cut, trap) =
            (await FileAsync(simulator, "external"), await FileAsync(simulator, "wrong"), await FileAsync(simulator, "cut"), await FileAsync(simulator, "trap"));

        using var wrongResponse = await client.SendAsync(wrong.GetProperty("url_private_download").GetString()!, Token);
        using var trapResponse = await client.SendAsync(trap.GetProperty("url_private_download").GetString()!, Token);

        Assert.Equal("external", external.GetProperty("mode").GetString());
        Assert.True(external.GetProperty("is_external").GetBoolean());
        Assert.False(external.TryGetProperty("url_private_download", out _));
        Assert.NotEqual(wrong.GetProperty("size").GetInt64(), (await wrongResponse.Content.ReadAsByteArrayAsync(Token)).LongLength);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.SendAsync(cut.GetProperty("url_private_download").GetString()!, Token));
        Assert.Equal("text/html", trapResponse.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Lists_files_and_finds_them_in_both_apis()
    {
        var simulator = await StartAsync();
        using var discovery = SlackTestClient.Discovery(simulator);
        using var web = SlackTestClient.Web(simulator);
        var id = simulator.IdOf(Sample.File("plain"));

        var listed = await discovery.AllAsync("discovery.files.list?limit=2", "files", "offset", "id", Token);

        Assert.Equal(5, listed.Count);
        Assert.Equal(id, (await discovery.CallAsync($"discovery.file.info?file={id}", Token)).GetProperty("file").GetProperty("id").GetString());
        Assert.Equal(id, (await web.CallAsync($"files.info?file={id}", Token)).GetProperty("file").GetProperty("id").GetString());
        simulator.ServedUntil = SampleCorpus.Start;
        Assert.Equal("file_not_found", await web.ErrorAsync($"files.info?file={id}", Token));
    }

    private async Task<JsonElement> FileAsync(SlackSimulator simulator, string name)
    {
        using var client = SlackTestClient.Discovery(simulator);
        var found = await client.DiscoveryHistoryAsync(simulator.IdOf(Sample.Desk), 100, Token);
        return found[simulator.IdOf(Sample.Message($"file-{name}"))].GetProperty("files")[0];
    }
}
