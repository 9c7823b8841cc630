using System.Text.RegularExpressions;
using Archive.Core.Search;
using Archive.Core.Search.Analysis;
using Xunit;
using static Archive.Tests.Search.TemporaryIndex;

namespace Archive.Tests.Search;

/// <summary>The promise: any substring of two or more Han characters, and any word, of any text is found; nothing else is.</summary>
public sealed partial class RecallTests : IDisposable
{
    private readonly TemporaryIndex _fixture = new();

    [Fact]
    public async Task Finds_every_Han_substring_and_word_of_made_up_texts()
    {
        var texts = MakeTexts(3_000);
        await _fixture.ApplyAsync([.. texts.Select((text, i) => Document(i + 1, text))]);

        await CompareAsync(texts, queries: 400, seed: 11);
    }

    [Fact]
    public async Task Finds_every_Han_substring_and_word_of_real_texts()
    {
        Assert.SkipWhen(ChatSample.Documents is null, "No corpus: set ARCHIVE_TEST_CORPUS.");
        await _fixture.ApplyAsync([.. ChatSample.Documents]);

        await CompareAsync([.. ChatSample.Documents.Select(document => document.Text)], queries: 300, seed: 12);
    }

    public void Dispose() => _fixture.Dispose();

    private async Task CompareAsync(string[] texts, int queries, int seed)
    {
        var folded = texts.Select(TextFolding.Fold).ToArray();
        var words = folded.Select(text => WordPattern.Matches(text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal)).ToArray();
        var random = new Random(seed);
        var hanQueries = 0;
        var wordQueries = 0;
        for (var i = 0; i < queries; i++)
        {
            var at = random.Next(texts.Length);
            if (PickHan(texts[at], random) is { } part)
            {
                hanQueries++;
                var same = TextFolding.Fold(part);
                await ExpectAsync(part, Where(folded, text => text.Contains(same, StringComparison.Ordinal)));
            }

            if (words[at].Count > 0)
            {
                wordQueries++;
                var word = words[at].ElementAt(random.Next(words[at].Count));
                await ExpectAsync(word, Where(words, set => set.Contains(word)));
            }
        }

        Assert.True(hanQueries > queries / 5 && wordQueries > queries / 5);
    }

    private async Task ExpectAsync(string part, List<long> expected)
    {
        var found = new List<long>();
        IndexAnswer answer;
        do
        {
            answer = await _fixture.Index.SearchAsync(
                Archive.Core.Search.Language.QueryBinder.Bind($"\"{part}\"", SearchScope.Everything, TimeProvider.System), new IndexPaging(found.Count, 500, SearchOrder.Newest),
                TestContext.Current.CancellationToken);
            found.AddRange(answer.Sequences);
        }
        while (found.Count < answer.Total);

        Assert.Equal(expected.Count, answer.Total);
        Assert.Equal(expected, found.Order());
    }

    private static List<long> Where<T>(T[] items, Func<T, bool> test) =>
        [.. Enumerable.Range(0, items.Length).Where(i => test(items[i])).Select(i => i + 1L)];

    private static string? PickHan(string text, Random random)
    {
        var runs = HanPattern.Matches(text);
        if (runs.Count == 0)
        {
            return null;
        }

        var run = runs[random.Next(runs.Count)].Value;
        var start = random.Next(run.Length - 1);
        return run.Substring(start, random.Next(2, Math.Min(run.Length - start, 6) + 1));
    }

    private static string[] MakeTexts(int count)
    {
        const string Han = "我的手机手機坏了壞请转账轉賬到账户帳戶银行銀付款合同";
        string[] latin = ["wire", "Transfer", "iPhone", "ok", "x1", "Überweisung", "DON'T", "ＦＸ", "3.5", "Straße", "naïve"];
        string[] separators = [" ", "", "，", "。", ", ", "\n", "😀", "-", "("];
        var random = new Random(10);
        return [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 13)).Select(_ =>
            (random.Next(2) == 0 ? new string(random.GetItems<char>(Han, random.Next(1, 9))) : latin[random.Next(latin.Length)])
            + separators[random.Next(separators.Length)])))];
    }

    [GeneratedRegex("[\u4E00-\u9FFF]{2,}", RegexOptions.None, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex HanPattern { get; }

    // A word of a spaced script: what stands between other characters; neighbours in Han are a boundary, too.
    [GeneratedRegex(@"(?:(?![\u3005-\u3007\u3021-\u9FFF\uAC00-\uD7FF])[\p{L}\p{M}\p{N}]){1,64}", RegexOptions.None, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex WordPattern { get; }
}
