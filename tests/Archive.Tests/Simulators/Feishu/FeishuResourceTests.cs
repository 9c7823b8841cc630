using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Simulators.Feishu.Faults;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

public sealed class FeishuResourceTests : FeishuSimulatorTests
{
    [Fact]
    public async Task Serves_the_file_of_a_message()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var message = (await client.DataAsync($"im/v1/messages/{simulator.IdOf(Sample.Message("file-plain"))}", Token)).GetProperty("items")[0];
        using var content = JsonDocument.Parse(message.GetProperty("body").Text("content"));

        using var response = await client.SendAsync(PathOf(simulator, "plain"), Token);

        Assert.Equal("file", message.Text("msg_type"));
        Assert.Equal(simulator.KeyOf(Sample.File("plain")), content.RootElement.Text("file_key"));
        Assert.Equal("plain P&L.pdf", content.RootElement.Text("file_name"));
        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("plain P&L.pdf", response.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal(Sample.File("plain").Content, await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData(0L, 99L, 0, 100)]
    [InlineData(4_000L, null, 4_000, 1_000)]
    [InlineData(4_990L, 9_999L, 4_990, 10)]
    [InlineData(null, 10L, 4_990, 10)]
    public async Task Serves_a_part_of_a_file(long? from, long? to, int start, int length)
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        using var response = await client.SendAsync(PathOf(simulator, "plain"), Token, new RangeHeaderValue(from, to));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(start, start + length - 1, 5_000), response.Content.Headers.ContentRange);
        Assert.Equal(Sample.File("plain").Content[start..(start + length)], await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Has_no_part_behind_the_end()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        using var response = await client.SendAsync(PathOf(simulator, "plain"), Token, new RangeHeaderValue(5_000, 5_001));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal(5_000, response.Content.Headers.ContentRange?.Length);
    }

    [Fact]
    public async Task Refuses_a_key_of_another_message_and_a_wrong_type()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var message = simulator.IdOf(Sample.Message("file-plain"));

        Assert.Equal(234003, await client.CodeAsync($"im/v1/messages/{message}/resources/{simulator.KeyOf(Sample.File("cut"))}?type=file", Token));
        Assert.Equal(234003, await client.CodeAsync($"im/v1/messages/{message}/resources/{simulator.KeyOf(Sample.File("plain"))}?type=image", Token));
        Assert.Equal(234001, await client.CodeAsync($"im/v1/messages/{message}/resources/{simulator.KeyOf(Sample.File("plain"))}?type=video", Token));
        Assert.Equal(234001, await client.CodeAsync($"im/v1/messages/{message}/resources/{simulator.KeyOf(Sample.File("plain"))}", Token));
    }

    [Fact]
    public async Task Misbehaves_for_the_chosen_files_and_the_large_ones()
    {
        var simulator = await StartAsync(o =>
        {
            o.FileFaults = new Dictionary<string, FileFault>
            {
                ["wrong"] = FileFault.TooLarge, ["trap"] = FileFault.Deleted, ["external"] = FileFault.Restricted, ["cut"] = FileFault.Truncated,
            };
            o.MostResourceBytes = 5_000;
        });
        var small = await StartAsync(o => o.MostResourceBytes = 4_999);
        using var client = new FeishuTestClient(simulator);
        using var strict = new FeishuTestClient(small);

        Assert.Equal(234037, await client.CodeAsync(PathOf(simulator, "wrong"), Token));
        Assert.Equal(230110, await client.CodeAsync(PathOf(simulator, "trap"), Token));
        Assert.Equal(234038, await client.CodeAsync(PathOf(simulator, "external"), Token));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.SendAsync(PathOf(simulator, "cut"), Token));
        using var whole = await client.SendAsync(PathOf(simulator, "plain"), Token);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal(234037, await strict.CodeAsync(PathOf(small, "plain"), Token));
    }

    [Fact]
    public async Task Has_no_file_of_a_recalled_message()
    {
        var file = new CorpusFile("late", "late.csv", "text/csv", [1, 2, 3]);
        var message = new CorpusMessage("late", "general", "alice", SampleCorpus.Start, string.Empty, RecalledAt: SampleCorpus.Today, Files: [file]);
        var simulator = await StartAsync(Sample.Corpus with { Messages = [message] }, new FeishuSimulatorOptions { ServedUntil = SampleCorpus.Start });
        using var client = new FeishuTestClient(simulator);
        var path = $"im/v1/messages/{simulator.IdOf(message)}/resources/{simulator.KeyOf(file)}?type=file";

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(path, Token)).StatusCode);
        simulator.ServedUntil = null;
        Assert.Equal(230110, await client.CodeAsync(path, Token));
    }

    private string PathOf(FeishuSimulator simulator, string file) =>
        $"im/v1/messages/{simulator.IdOf(Sample.Message($"file-{file}"))}/resources/{simulator.KeyOf(Sample.File(file))}?type=file";
}
