using System.IO.Compression;
using System.Text.Json;
using Archive.Connectors.JsonLines;
using Archive.Core.Sanctioning;
using Archive.Tests.Search;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>Real chat, where the machine has some: the file that ARCHIVE_TEST_CORPUS names, or shared/data/chat-sample.jsonl.gz in a folder above.</summary>
public sealed class RealChatTests
{
    private const string Source = "chat";

    // Each stands alone among Latin letters and digits where it counts; Chinese ones count anywhere.
    private static readonly string[] Words = ["thanks", "python", "error", "version", "please", "谢谢", "问题", "可以", "今天", "公司"];

    [Fact]
    public async Task Every_line_is_admitted_and_every_word_is_found_as_often_as_it_stands_there()
    {
        if (ChatSample.Locate() is not { } path)
        {
            Assert.Skip(ChatSample.Missing);
            return;
        }

        var (lines, senders) = Read(path);
        var accounts = senders.Select(s => new RegisteredAccount(
            Source, s, s, s, null, DateTimeOffset.UnixEpoch, null, "notice@1", DateTimeOffset.UnixEpoch, AccountStanding.Sanctioned));
        await using var archive = TestArchive.Create(accounts);

        var totals = await archive.PullAsync(new JsonLinesConnector(Source, path));

        Assert.Equal((lines, lines), (totals.Received, totals.Admitted + totals.Duplicate));
        Assert.Equal(0, totals.Duplicate);
        await archive.AssertSoundAsync();
        var texts = (await archive.ReadAllAsync()).Select(r => r.Message.Text).ToList();
        foreach (var word in Words)
        {
            Assert.True(texts.Count(t => Holds(t, word)) == await archive.CountHitsAsync(word), word);
        }

        Assert.True(Words.Count(w => texts.Any(t => Holds(t, w))) >= 6, "too few of the words stand in this corpus");
    }

    /// <summary>Search without an index: the word as it stands, upper or lower case, not within a longer Latin word.</summary>
    private static bool Holds(string text, string word)
    {
        // The words' characters that have a traditional form.
        var folded = text.Normalize(System.Text.NormalizationForm.FormKC).Replace('謝', '谢').Replace('問', '问').Replace('題', '题');
        for (var at = folded.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = folded.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (word[0] > 0x2e80 || !(IsWord(folded, at - 1) || IsWord(folded, at + word.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && text[at] < 0x2e80 && char.IsLetterOrDigit(text[at]);

    private static (long Lines, HashSet<string> Senders) Read(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var (lines, senders) = (0L, new HashSet<string>(StringComparer.Ordinal));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            senders.Add(json.RootElement.GetProperty("sender").GetString() ?? "");
            lines++;
        }

        return (lines, senders);
    }
}
