using System.IO.Compression;
using System.Text.Json;
using Archive.Core.Search;

namespace Archive.Tests.Search;

/// <summary>A corpus of real chat, where the machine has one: the file that ARCHIVE_TEST_CORPUS names, or shared/data/chat-sample.jsonl.gz in a
/// folder above the tests. Lines as {"conversation","sender","time","text"}.</summary>
internal static class ChatSample
{
    private static readonly Lazy<IReadOnlyList<IndexDocument>?> Loaded = new(() => Locate() is { } path ? Load(path) : null);

    public const string Missing = "There is no corpus of real chat on this machine; ARCHIVE_TEST_CORPUS names one.";

    /// <summary>Null when there is none.</summary>
    public static IReadOnlyList<IndexDocument>? Documents => Loaded.Value;

    /// <summary>The file; null when there is none.</summary>
    public static string? Locate()
    {
        if (Environment.GetEnvironmentVariable("ARCHIVE_TEST_CORPUS") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", "chat-sample.jsonl.gz");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static List<IndexDocument> Load(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var documents = new List<IndexDocument>();
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var conversation = Read(json, "conversation");
            var sender = Read(json, "sender");
            documents.Add(new IndexDocument(documents.Count + 1, json.RootElement.GetProperty("time").GetDateTimeOffset(), conversation.Split('-')[0],
                conversation, conversation, sender, sender, Read(json, "text")));
        }

        return documents;
    }

    // Properties of the file are strings, never null.
    private static string Read(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString()!;
}
