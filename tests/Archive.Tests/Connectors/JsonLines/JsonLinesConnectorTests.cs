using System.IO.Compression;
using System.Text;
using Archive.Connectors.JsonLines;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Xunit;

namespace Archive.Tests.Connectors.JsonLines;

public sealed class JsonLinesConnectorTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"lines-{Guid.NewGuid():N}.jsonl");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(false, "\n")]
    [InlineData(true, "\r\n")]
    public async Task Gives_text_back_exactly(bool gzip, string end)
    {
        Write("\uFEFF" + string.Join(end, Line("1", "c", "ann", "2021-05-12T17:03:32.1234567+02:00", "a\\r\\n\\tb \\u4f60 😀"), "", Line("2", "c", "bob", "2021-05-12T17:03:32Z", "")), gzip);
        var run = await ReadAsync();

        Assert.Equal(["a\r\n\tb 你 😀", ""], run.Items.Select(i => i.Message!.Text));
        var first = run.Items[0].Message!;
        Assert.Equal(new DateTimeOffset(2021, 5, 12, 15, 3, 32, TimeSpan.Zero).AddTicks(1_234_560), first.SentAt);
        Assert.Equal(["ann", "bob"], first.Conversation.Members.Select(m => m.Id));
        Assert.Equal(ParticipantKind.Member, first.Sender.Kind);
        Assert.StartsWith("{", Encoding.UTF8.GetString(run.Items[0].Raw.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_after_any_page_with_the_same_items_and_members()
    {
        Write(string.Join('\n', Enumerable.Range(0, 5_500).Select(i => Line($"{i}", $"c{i % 7}", $"p{i % 900}", "2021-05-12T17:03:32Z", new string('x', i % 300)))));
        var whole = await ReadAsync();

        Assert.Equal(5_500, whole.Items.Count);
        for (var pages = 1; pages < whole.Pages; pages++)
        {
            var run = new ReadRun();
            await run.GoAsync(Connector(), Cancellation, pages);
            await run.GoAsync(Connector(), Cancellation);
            Assert.Equal(whole.Items.Select(Shape), run.Items.Select(Shape));
        }

        await whole.GoAsync(Connector(), Cancellation);
        Assert.Equal(5_500, whole.Items.Count);

        static string Shape(SourceItem i) => $"{i.NativeId}|{i.Message!.Text.Length}|{i.Message.Conversation.Members.Count}|{i.Raw.Length}";
    }

    [Fact]
    public async Task Members_given_out_do_not_change_when_a_later_page_brings_new_ones()
    {
        Write(string.Join('\n', Enumerable.Range(0, 2_500).Select(i => Line($"{i}", "c", i is 0 or < 2_400 ? "ann" : "late", "2021-05-12T17:03:32Z", "x"))));
        var run = await ReadAsync();

        Assert.Equal([1, 1, 2], new[] { 0, 1_500, 2_450 }.Select(i => run.Items[i].Message!.Conversation.Members.Count));
        Assert.Same(run.Items[0].Message!.Conversation, run.Items[1_500].Message!.Conversation);
    }

    [Theory]
    [InlineData("""{"id":"x","conversation":"c","sender":"s","time":"2021-05-12T17:03:32","text":"t"}""", "time zone")]
    [InlineData("""{"id":"x","conversation":"c","sender":"s","time":"2021-05-12T17:03:32Z"}""", "\"text\"")]
    [InlineData("""{"id":"x","conversation":"","sender":"s","time":"2021-05-12T17:03:32Z","text":"t"}""", "\"conversation\"")]
    [InlineData("""{"id":5,"conversation":"c","sender":"s","time":"2021-05-12T17:03:32Z","text":"t"}""", "\"id\"")]
    [InlineData("""{"id":"x","conversation":"c","sender":"s","time":"2021-05-12T17:03:32Z","text":"\ud800"}""", "UTF-16")]
    [InlineData("""{"id":"x","conversation":"c","sender":"s","time":"2021-05-12T17:03:32Z","text":"t"} x""", "JSON")]
    [InlineData("""{"id":"x","conv""", "JSON")]
    [InlineData("[1]", "not a JSON object")]
    public async Task Quarantines_a_bad_line_with_its_number(string bad, string words)
    {
        Write(Line("1", "c", "s", "2021-05-12T17:03:32Z", "t") + "\n" + bad + "\n" + Line("3", "c", "s", "2021-05-12T17:03:32Z", "t"));
        var run = await ReadAsync();

        Assert.Equal([true, false, true], run.Items.Select(i => i.Message is not null));
        Assert.StartsWith("Line 2: ", run.Items[1].Unreadable, StringComparison.Ordinal);
        Assert.Contains(words, run.Items[1].Unreadable, StringComparison.Ordinal);
        Assert.Equal(bad, Encoding.UTF8.GetString(run.Items[1].Raw.Span));
    }

    [Fact]
    public async Task Another_file_under_the_same_name_is_read_from_its_start()
    {
        Write(Line("1", "c", "s", "2021-05-12T17:03:32Z", "t"));
        var run = await ReadAsync();
        Write(Line("2", "c", "s", "2021-05-12T17:03:32Z", "t"));

        await run.GoAsync(Connector(), Cancellation);

        Assert.Equal(["1", "2"], run.Items.Select(i => i.NativeId));
    }

    [Fact]
    public async Task Says_so_when_the_file_is_something_else()
    {
        Assert.Contains("does not exist", (await FailAsync()).Message, StringComparison.Ordinal);
        Write(string.Join('\n', Enumerable.Repeat("From: somebody", 500)));
        Assert.Contains("not a JSON Lines file", (await FailAsync()).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(_path, [0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], Cancellation);
        Assert.Contains("damaged", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_the_beginning_of_an_endless_line_and_goes_on()
    {
        Write(Line("1", "c", "s", "2021-05-12T17:03:32Z", "t") + "\n" + new string('x', LineReader.MaxLineBytes + 200_000) + "\n" + Line("3", "c", "s", "2021-05-12T17:03:32Z", "t"));
        var run = await ReadAsync();

        Assert.Equal(["1", "line:2", "3"], run.Items.Select(i => i.NativeId));
        Assert.Equal(LineReader.KeptOfLongLine, run.Items[1].Raw.Length);
    }

    private static string Line(string id, string conversation, string sender, string time, string text) =>
        $$"""{"id":"{{id}}","conversation":"{{conversation}}","sender":"{{sender}}","time":"{{time}}","lang":"en","text":"{{text}}"}""";

    private JsonLinesConnector Connector() => new("lines", _path);

    private async Task<ConnectorException> FailAsync() => Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(Connector(), Cancellation));

    private async Task<ReadRun> ReadAsync()
    {
        var run = new ReadRun();
        var failure = await run.GoAsync(Connector(), Cancellation);
        Assert.True(failure is null, failure?.ToString());
        return run;
    }

    private void Write(string content, bool gzip = false)
    {
        using var file = File.Create(_path);
        using Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
