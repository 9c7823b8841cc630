using System.Text.RegularExpressions;

namespace Archive.Benchmarks;

/// <summary>Sixty queries drawn from the corpus itself, always the same for the same corpus.</summary>
internal static partial class QuerySet
{
    private const int Seed = 7;

    public static IReadOnlyList<BenchmarkQuery> Draw(IReadOnlyList<CorpusMessage> messages)
    {
        var random = new Random(Seed);
        var words = messages.SelectMany(m => Words().Matches(m.Text).Select(w => w.Value.ToLowerInvariant()).Distinct())
            .CountBy(w => w).OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).ToList();
        var common = words[20..Math.Min(400, words.Count)].ConvertAll(w => w.Key);
        var rare = words.Where(w => w.Value is > 1 and < 12).Select(w => w.Key).ToList();
        var english = messages.Where(m => Words().Count(m.Text) > 4).ToList();
        var han = messages.SelectMany(m => Han().Matches(m.Text).Select(h => h.Value)).ToList();
        string Common() => common[random.Next(common.Count)];
        string Cut(int length)
        {
            var run = han[random.Next(han.Count)];
            return run.Substring(random.Next(run.Length - length + 1), length);
        }

        var queries = new List<BenchmarkQuery>();
        void Add(int count, string kind, Func<BenchmarkQuery> draw) =>
            queries.AddRange(Enumerable.Range(0, count).Select(_ => draw() with { Kind = kind }));
        Add(7, "word", () => One(Common()));
        Add(7, "rare word", () => One(rare[random.Next(rare.Count)]));
        Add(7, "two Han", () => One(Cut(2)));
        Add(7, "four Han", () => One(Cut(4)));
        Add(7, "phrase", () =>
        {
            var found = Words().Matches(english[random.Next(english.Count)].Text);
            var phrase = $"\"{found[1].Value.ToLowerInvariant()} {found[2].Value.ToLowerInvariant()}\"";
            return new BenchmarkQuery("", phrase, phrase, null);
        });
        Add(7, "boolean", () =>
        {
            var (a, b, c) = (Common(), Common(), Common());
            return new BenchmarkQuery("", $"({a} OR {b}) NOT {c}", $"({Quote(a)} OR {Quote(b)}) NOT {Quote(c)}", null);
        });
        Add(6, "proximity", () =>
        {
            // FTS5 counts the words between, w/n the steps from one to the other.
            var found = Words().Matches(english[random.Next(english.Count)].Text);
            var (a, b) = (found[0].Value.ToLowerInvariant(), found[3].Value.ToLowerInvariant());
            return new BenchmarkQuery("", $"{a} w/6 {b}", $"NEAR({Quote(a)} {Quote(b)}, 5)", null);
        });
        Add(6, "wildcard", () =>
        {
            var start = Common()[..3];
            return new BenchmarkQuery("", start + "*", Quote(start) + " *", null);
        });
        Add(6, "person and date", () =>
        {
            var message = english[random.Next(english.Count)];
            var word = Words().Match(message.Text).Value.ToLowerInvariant();
            return new BenchmarkQuery("", $"{word} from:{message.Sender} after:2020 before:2022", Quote(word), message.Sender);
        });
        return queries;
    }

    private static BenchmarkQuery One(string word) => new("", word, Quote(word), null);

    /// <summary>A Han run is a phrase of its characters for the raw index.</summary>
    private static string Quote(string word) => word[0] >= 0x3400 ? $"\"{string.Join(' ', word.ToCharArray())}\"" : $"\"{word}\"";

    // Whole words of ASCII letters only: on those the raw tokenizer and ours agree.
    [GeneratedRegex(@"(?<![\w'])[A-Za-z]{3,}(?![\w'])", RegexOptions.None, 1_000)]
    private static partial Regex Words();

    [GeneratedRegex(@"[\u4E00-\u9FFF]{4,}", RegexOptions.None, 1_000)]
    private static partial Regex Han();
}

/// <param name="Text">In the archive's language.</param>
/// <param name="Raw">In FTS5's.</param>
/// <param name="Sender">Null for all.</param>
internal sealed record BenchmarkQuery(string Kind, string Text, string Raw, string? Sender)
{
    public bool IsHan => Kind.EndsWith("Han", StringComparison.Ordinal);
}
