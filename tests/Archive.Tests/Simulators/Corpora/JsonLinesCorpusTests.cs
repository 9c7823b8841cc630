using System.IO.Compression;
using System.Text;
using Archive.Simulators.Corpus;
using Xunit;

namespace Archive.Tests.Simulators.Corpora;

public sealed class JsonLinesCorpusTests : IDisposable
{
    private const string First = """{"id":"a#0","conversation":"财富","sender":"Wei Chen","time":"2024-03-08T13:41:24Z","lang":"en","text":"hello"}""";
    private const string Second = """{"id":"a#1","conversation":"财富","sender":"王芳","time":"2024-03-08T13:40:00Z","lang":"zh","text":"你好"}""";
    private const string Third = """{"id":"b/0","conversation":"trade","sender":"wei-chen","time":"2024-03-09T21:40:00+08:00","lang":"en","text":""}""";

    private readonly string folder = Directory.CreateTempSubdirectory("jsonl-corpus").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("chat.jsonl")]
    [InlineData("chat.jsonl.gz")]
    public void Reads_plain_and_compressed_files(string name)
    {
        var corpus = JsonLinesCorpus.Read(Write(name, First, Second, "", Third), limit: null);

        Assert.Equal(["a#1", "a#0", "b/0"], corpus.Messages.Select(m => m.Id));
        Assert.Equal(["你好", "hello", ""], corpus.Messages.Select(m => m.Text));
        Assert.Equal(["财富", "trade"], corpus.Conversations.Select(c => c.Name));
        Assert.All(corpus.Conversations, c => Assert.Equal(CorpusConversationKind.PrivateChannel, c.Kind));
        Assert.Equal(new DateTimeOffset(2024, 3, 10, 13, 40, 0, TimeSpan.Zero), corpus.Today);
    }

    [Fact]
    public void Gives_different_senders_different_safe_ids()
    {
        var corpus = JsonLinesCorpus.Read(Write("chat.jsonl", First, Second, Third), limit: null);

        Assert.Equal(["p-wei-chen", "p-unnamed", "p-wei-chen-2"], corpus.People.Select(p => p.Id));
        Assert.Equal(["c-unnamed", "c-trade"], corpus.Conversations.Select(c => c.Id));
        Assert.All(corpus.People, p => Assert.True(p.Kind == CorpusPersonKind.Employee && p.Notice < corpus.Messages[0].Time && p.ValidFrom == p.Notice));
        Assert.All(corpus.Messages, m => Assert.Contains(m.SenderId, corpus.Conversations.Single(c => c.Id == m.ConversationId).MemberIds));
    }

    [Fact]
    public void Stops_at_the_limit_before_it_reads_a_bad_line()
    {
        var corpus = JsonLinesCorpus.Read(Write("chat.jsonl", First, Second, "{"), limit: 2);

        Assert.Equal(2, corpus.Messages.Count);
        Assert.Empty(JsonLinesCorpus.Read(Write("chat.jsonl", First), limit: 0).Messages);
        Assert.Throws<ArgumentOutOfRangeException>(() => JsonLinesCorpus.Read("none", limit: -1));
    }

    [Theory]
    [InlineData("{", "not JSON.")]
    [InlineData("[1]", "expected a JSON object.")]
    [InlineData("""{"conversation":"c","sender":"s","time":"2024-01-01T00:00:00Z","text":"t"}""", "\"id\" is missing or no string.")]
    [InlineData("""{"id":"","conversation":"c","sender":"s","time":"2024-01-01T00:00:00Z","text":"t"}""", "\"id\" is empty.")]
    [InlineData("""{"id":"x","conversation":"c","sender":3,"time":"2024-01-01T00:00:00Z","text":"t"}""", "\"sender\" is missing or no string.")]
    [InlineData("""{"id":"x","conversation":"c","sender":"s","time":"yesterday","text":"t"}""", "\"time\" is no time: \"yesterday\".")]
    [InlineData("""{"id":"x","conversation":"c","sender":"s","time":"2024-01-01T00:00:00Z","text":"\ud800"}""", "a string is not valid text.")]
    [InlineData(First, "the id \"a#0\" was already used.")]
    public void Names_the_line_that_is_wrong(string line, string reason)
    {
        var path = Write("chat.jsonl", First, "", line, Second);

        var fault = Assert.Throws<CorpusFormatException>(() => JsonLinesCorpus.Read(path, limit: null));

        Assert.Equal(3, fault.Line);
        Assert.Equal($"{path}, line 3: {reason}", fault.Message);
    }

    [Fact]
    public void Names_a_file_that_is_damaged_or_no_text()
    {
        var damaged = Path.Combine(folder, "damaged.gz");
        File.WriteAllBytes(damaged, [1, 2, 3, 4, 5]);
        var latin = Path.Combine(folder, "latin.jsonl");
        File.WriteAllBytes(latin, Encoding.Latin1.GetBytes(First.Replace("hello", "h\u00e9llo", StringComparison.Ordinal)));

        Assert.Contains("damaged", Assert.Throws<CorpusFormatException>(() => JsonLinesCorpus.Read(damaged, limit: null)).Message, StringComparison.Ordinal);
        Assert.Contains("not UTF-8", Assert.Throws<CorpusFormatException>(() => JsonLinesCorpus.Read(latin, limit: null)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => JsonLinesCorpus.Read(Path.Combine(folder, "absent"), limit: null));
    }

    private string Write(string name, params string[] lines)
    {
        var path = Path.Combine(folder, name);
        using Stream file = File.Create(path);
        using var content = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        content.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return path;
    }
}
