using System.IO.Compression;
using System.Text.Json;

namespace Archive.Benchmarks;

/// <summary>The first lines of a corpus, in a plain file: every measurement reads the same.</summary>
internal sealed class Corpus
{
    private IReadOnlyList<CorpusMessage>? _messages;

    private Corpus(string path, int count, HashSet<string> senders) => (Path, Count, Senders) = (path, count, senders);

    public string Path { get; }

    public int Count { get; }

    public IReadOnlySet<string> Senders { get; }

    /// <summary>Kept in memory from the first use on.</summary>
    public IReadOnlyList<CorpusMessage> Messages => _messages ??= [.. File.ReadLines(Path).Select(Parse)];

    public static Corpus Cut(string source, int count, string target)
    {
        using var file = File.OpenRead(source);
        using var plain = source.EndsWith(".gz", StringComparison.Ordinal) ? (Stream)new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        using var writer = new StreamWriter(target);
        var senders = new HashSet<string>(StringComparer.Ordinal);
        var lines = 0;
        while (lines < count && reader.ReadLine() is { } line)
        {
            senders.Add(Parse(line).Sender);
            writer.Write(line + "\n");
            lines++;
        }

        return new Corpus(target, lines, senders);
    }

    private static CorpusMessage Parse(string line) => JsonSerializer.Deserialize<CorpusMessage>(line, JsonSerializerOptions.Web)
        ?? throw new InvalidDataException("A line of the corpus is not a message.");
}

internal sealed record CorpusMessage(string Id, string Conversation, string Sender, DateTimeOffset Time, string Text);
