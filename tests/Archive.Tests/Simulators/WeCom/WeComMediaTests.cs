using System.Security.Cryptography;
using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

public sealed class WeComMediaTests : WeComSimulatorTests
{
    private static readonly CorpusFile Large = new("large", "large.pdf", "application/pdf", [.. Enumerable.Range(0, 1_300_000).Select(i => (byte)(i * 31))]);

    [Fact]
    public async Task Hands_out_chunks_of_half_a_mebibyte_with_an_index_for_the_next()
    {
        var parent = await OpenedAsync(await StartAsync(WithFile(Large)));
        var id = WeComSimulator.FileIdOf(Large);

        var first = await parent.ReadMediaAsync("", id, Token);
        var second = await parent.ReadMediaAsync(first.Next, id, Token);
        var last = await parent.ReadMediaAsync(second.Next, id, Token);

        Assert.Equal((0, "Range:bytes=524288-1048575", false, 524_288), (first.Code, first.Next, first.Finished, first.Data.Length));
        Assert.Equal((0, "Range:bytes=1048576-1299999", false, 524_288), (second.Code, second.Next, second.Finished, second.Data.Length));
        Assert.Equal((0, "", true), (last.Code, last.Next, last.Finished));
        Assert.Equal(Large.Content, first.Data.Concat(second.Data).Concat(last.Data));
        Assert.True(id.Length > 300);
    }

    [Fact]
    public async Task Names_length_and_sum_in_the_message()
    {
        var simulator = await StartAsync(WithFile(Large));
        var parent = await OpenedAsync(simulator);

        var file = (await parent.PullAsync(Token)).Single(m => m.Type == "file" && m.Json.GetProperty("file").Text("filename") == "large.pdf").Json.GetProperty("file");

        Assert.Equal(Large.Content.Length, file.GetProperty("filesize").GetInt32());
        Assert.Equal(Md5(Large.Content), file.Text("md5sum"));
        Assert.Equal(("pdf", WeComSimulator.FileIdOf(Large)), (file.Text("fileext"), file.Text("sdkfileid")));
    }

    [Fact]
    public async Task Hands_out_an_empty_file_in_one_empty_chunk()
    {
        var empty = new CorpusFile("empty", "empty.txt", "text/plain", []);
        var parent = await OpenedAsync(await StartAsync(WithFile(empty)));

        var chunk = await parent.ReadMediaAsync("", WeComSimulator.FileIdOf(empty), Token);

        Assert.Equal((0, "", true, 0), (chunk.Code, chunk.Next, chunk.Finished, chunk.Data.Length));
    }

    [Theory]
    [InlineData("", 10000)]
    [InlineData("CtYBunknown", 10005)]
    public async Task Refuses_files_that_it_does_not_have(string id, int code) =>
        Assert.Equal(code, (await (await OpenedAsync(await StartAsync())).ReadMediaAsync("", id, Token)).Code);

    [Theory]
    [InlineData("Range:bytes=524288-1048574")]
    [InlineData("Range:bytes=0-524287")]
    [InlineData("Range:bytes=1300000-1300001")]
    [InlineData("524288")]
    [InlineData("x")]
    public async Task Refuses_an_index_that_it_did_not_give(string index) =>
        Assert.Equal(10000, (await (await OpenedAsync(await StartAsync(WithFile(Large)))).ReadMediaAsync(index, WeComSimulator.FileIdOf(Large), Token)).Code);

    [Theory]
    [InlineData(MediaFault.Expired, 10010)]
    [InlineData(MediaFault.BadId, 10005)]
    [InlineData(MediaFault.Undecipherable, 10006)]
    [InlineData(MediaFault.NeverEnds, 10001)]
    public async Task Refuses_particular_files_by_return_code(MediaFault fault, int code)
    {
        var parent = await OpenedAsync(await StartAsync(o => o.MediaFaults["wrong"] = fault));

        Assert.Equal(code, (await parent.ReadMediaAsync("", WeComSimulator.FileIdOf(Sample.File("wrong")), Token)).Code);
        Assert.Equal(0, (await parent.ReadMediaAsync("", WeComSimulator.FileIdOf(Sample.File("plain")), Token)).Code);
    }

    [Fact]
    public async Task Has_no_json_to_refuse_in()
    {
        var simulator = await StartAsync();
        var parent = Parent(simulator);
        await parent.OpenAsync(Token, secret: new WeComSimulatorOptions().AppSecret);

        Assert.Equal(10002, (await parent.ReadMediaAsync("", WeComSimulator.FileIdOf(Sample.File("plain")), Token)).Code);
    }

    [Fact]
    public async Task Names_a_wrong_sum_or_none()
    {
        var simulator = await StartAsync(o => (o.MediaFaults["wrong"], o.MediaFaults["cut"]) = (MediaFault.WrongSum, MediaFault.NoSum));
        var parent = await OpenedAsync(simulator);
        var files = (await parent.PullAsync(Token)).Where(m => m.Type == "file").ToDictionary(m => m.Json.GetProperty("file").Text("filename"), m => m.Json.GetProperty("file").Text("md5sum"));

        Assert.Equal(Md5(Sample.File("plain").Content), files["plain P&L.pdf"]);
        Assert.Matches("^[0-9a-f]{32}$", files["wrong P&L.pdf"]);
        Assert.NotEqual(files["plain P&L.pdf"], files["wrong P&L.pdf"]);
        Assert.Equal("", files["cut P&L.pdf"]);
    }

    [Fact]
    public async Task Is_not_ready_for_the_first_asks()
    {
        var parent = await OpenedAsync(await StartAsync(o => o.MediaNotReadyAsks = 2));
        var codes = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            codes.Add((await parent.ReadMediaAsync("", WeComSimulator.FileIdOf(Sample.File("plain")), Token)).Code);
        }

        Assert.Equal([10003, 10003, 0, 0], codes);
    }

    [Fact]
    public async Task Lets_files_expire_with_the_window_and_not_exist_before_their_message()
    {
        var simulator = await StartAsync(o => (o.Window, o.ServedUntil) = (TimeSpan.FromDays(5), SampleCorpus.Start.AddHours(4)));
        var parent = await OpenedAsync(simulator);
        var id = WeComSimulator.FileIdOf(Sample.File("plain"));

        Assert.Equal(10005, (await parent.ReadMediaAsync("", id, Token)).Code);
        simulator.ServedUntil = SampleCorpus.Start.AddDays(5);
        Assert.Equal(0, (await parent.ReadMediaAsync("", id, Token)).Code);
        simulator.ServedUntil = SampleCorpus.Start.AddDays(6);
        Assert.Equal(10010, (await parent.ReadMediaAsync("", id, Token)).Code);
    }

    [Fact]
    public async Task Calls_files_by_what_they_are()
    {
        string[] names = ["a.jpg", "b.amr", "c.mp4", "d.gif", "e.docx"];
        var files = names.Select(n => new CorpusFile("f" + n, n, "x", [1, 2, 3])).ToArray();
        var message = new CorpusMessage("many", "general", "alice", SampleCorpus.Start, "several", Files: files);
        var simulator = await StartAsync(Sample.Corpus with { Messages = [message] });
        var parent = await OpenedAsync(simulator);

        var pulled = await parent.PullAsync(Token);

        Assert.Equal(["text", "image", "voice", "video", "emotion", "file"], pulled.Where(m => simulator.MessageIdsOf(message).Contains(m.Id)).Select(m => m.Type));
    }

    private static string Md5(byte[] content)
    {
#pragma warning disable CA5351 // the platform has no other sum
        return Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
    }

    private Corpus WithFile(CorpusFile file) => Sample.Corpus with
    {
        Messages = [.. Sample.Corpus.Messages, new CorpusMessage("with-file", "general", "alice", SampleCorpus.Start.AddDays(4), "", Files: [file])],
    };

    private async Task<SdkTestParent> OpenedAsync(WeComSimulator simulator)
    {
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        return parent;
    }
}
