using System.Text;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Tests.Search;

namespace Archive.IntegrationTests.Search;

/// <summary>The recall promise: any two or more neighbouring Han characters, and any word, of any real message find that message.</summary>
public abstract partial class SearchIndexContract
{
    private const string SubstringsVariable = "ARCHIVE_TEST_SUBSTRINGS";
    private const int LongestPart = 12;
    private const int Batch = 5_000;
    private const int PartsAtOnce = 500;

    /// <summary>Substrings that are tried unless ARCHIVE_TEST_SUBSTRINGS says how many: as many as fit into some seconds.</summary>
    protected abstract int Substrings { get; }

    [Fact]
    public async Task Finds_every_message_by_any_part_of_it()
    {
        Assert.SkipWhen(ChatSample.Documents is null, ChatSample.Missing);
        var documents = ChatSample.Documents;
        foreach (var batch in documents.Chunk(Batch))
        {
            await _fixture.Index.ApplyAsync(batch, batch[^1].Sequence, Token);
        }

        var wanted = int.TryParse(Environment.GetEnvironmentVariable(SubstringsVariable), out var named) ? named : Substrings;
        var random = new Random(21);
        var tried = (Han: 0, Words: 0);
        while (tried.Han + tried.Words < wanted)
        {
            var parts = PickParts(documents, Math.Min(PartsAtOnce, wanted - tried.Han - tried.Words), random);
            var found = await _fixture.FindEachAsync([.. parts.Select(pick => (pick.Document, Bind(pick.Part)))]);
            for (var i = 0; i < parts.Count; i++)
            {
                Assert.True(found[i], $"message {parts[i].Document.Sequence} is not found by \"{parts[i].Part}\"");
                tried = parts[i].Part[0] >= '\u3400' ? (tried.Han + 1, tried.Words) : (tried.Han, tried.Words + 1);
            }
        }

        Assert.True(tried.Han > wanted / 10 && tried.Words > wanted / 10);

        // A part of one message is not found in another that lacks it; one that is only written in other forms there may be.
        var strangers = PickParts(documents, PartsAtOnce, random)
            .Select(pick => (Document: documents[random.Next(documents.Count)], pick.Part))
            .Where(pair => !pair.Document.Text.Contains(pair.Part, StringComparison.OrdinalIgnoreCase) && IsHan(pair.Part[0])).ToList();
        var held = await _fixture.FindEachAsync([.. strangers.Select(pair => (pair.Document, Bind(pair.Part)))]);
        Assert.True(strangers.Count > 10 && held.Count(isHeld => isHeld) * 100 < strangers.Count);
    }

    private static BoundNode Bind(string part) => QueryBinder.Bind($"\"{part}\"", SearchScope.Everything, TimeProvider.System).Root!; // the part is not blank

    private static List<(IndexDocument Document, string Part)> PickParts(IReadOnlyList<IndexDocument> documents, int count, Random random)
    {
        var parts = new List<(IndexDocument Document, string Part)>(count);
        while (parts.Count < count)
        {
            var document = documents[random.Next(documents.Count)];
            if (PickPart(document.Text, random) is { } part)
            {
                parts.Add((document, part));
            }
        }

        return parts;
    }

    /// <summary>By character classes alone, without the analyzer; null when the place that was picked is neither in a Han run nor in a word.</summary>
    private static string? PickPart(string text, Random random)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var at = random.Next(text.Length);
        if (IsHan(text[at]))
        {
            var run = RunAround(text, at, IsHan);
            if (run.Length < 2)
            {
                return null;
            }

            var length = random.Next(2, Math.Min(run.Length, LongestPart) + 1);
            return run.Substring(random.Next(run.Length - length + 1), length);
        }

        return IsPlainLetter(text[at]) ? RunAround(text, at, IsPlainLetter) is { } word && IsWhole(text, at) ? word : null : null;
    }

    private static string RunAround(string text, int at, Func<char, bool> belongs)
    {
        var (start, end) = (at, at + 1);
        while (start > 0 && belongs(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return text[start..end];
    }

    /// <summary>False where something that may belong to the word stands beside it: marks, letters of other scripts, half a character.</summary>
    private static bool IsWhole(string text, int at)
    {
        var word = RunAround(text, at, IsPlainLetter);
        var start = text.LastIndexOf(word, Math.Min(text.Length - 1, at + word.Length - 1), StringComparison.Ordinal);
        return IsBoundary(text, start - 1) && IsBoundary(text, start + word.Length);
    }

    private static bool IsBoundary(string text, int at) => at < 0 || at >= text.Length || text[at] < 0x80 || IsHan(text[at]);

    private static bool IsHan(char value) => value is >= '\u4E00' and <= '\u9FFF';

    private static bool IsPlainLetter(char value) => char.IsAsciiLetterOrDigit(value);
}
