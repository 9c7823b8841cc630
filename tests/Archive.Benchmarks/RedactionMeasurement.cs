using System.Text;
using System.Text.RegularExpressions;
using Archive.Core.Redaction;

namespace Archive.Benchmarks;

/// <summary>The redaction engine over the corpus against N, plain compiled regexes of the same four entities without checks or replacement, and
/// over texts made to be slow.</summary>
internal static class RedactionMeasurement
{
    private const int HostileCharacters = 1 << 20;

    private static readonly Regex[] Patterns =
    [
        Compile(@"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}"),
        Compile(@"(?<!\d)(?:\+?\d{1,3}[ \-.]?)?(?:\(\d{2,4}\)|\d{2,4})[ \-.]?\d{3,4}[ \-.]?\d{3,4}(?!\d)"),
        Compile(@"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"),
        Compile(@"(?<!\d)(?:\d[ \-]?){12,18}\d(?!\d)"),
    ];

    public static object Run(Bench bench)
    {
        var texts = bench.Corpus.Messages.Select(m => m.Text).ToArray();
        var megabytes = texts.Sum(Encoding.UTF8.GetByteCount) / 1e6;
        var engine = new RedactionEngine(RedactionPolicy.Default, new byte[RedactionEngine.ShortestTenantKey], TimeProvider.System);
        var ours = new List<double>();
        var plain = new List<double>();
        var hostile = new List<(string Name, double Rate)>();
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            ours.Add(megabytes / Bench.Measure(() => RedactAll(engine, texts)).Wall.TotalSeconds);
            plain.Add(megabytes / Bench.Measure(() => CountAll(texts)).Wall.TotalSeconds);
            foreach (var (name, text) in HostileTexts())
            {
                var size = Encoding.UTF8.GetByteCount(text) / 1e6;
                hostile.Add((name, size / Bench.Measure(() => RedactAll(engine, [text])).Wall.TotalSeconds));
            }
        }

        var ordinary = ours.Median();
        var slowest = hostile.GroupBy(h => h.Name).Select(g => (Name: g.Key, Rate: g.Select(h => h.Rate).Median())).MinBy(h => h.Rate);
        return new
        {
            megabytesPerSecond = ordinary.Round(1),
            plainRegexMegabytesPerSecond = plain.Median().Round(1),
            ratio = Enumerable.Range(0, ours.Count).Select(i => ours[i] / plain[i]).Median().Round(2),
            slowestHostile = slowest.Name,
            slowestHostileMegabytesPerSecond = slowest.Rate.Round(1),
            hostileTimesSlower = (ordinary / slowest.Rate).Round(1),
        };
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(60));

    /// <summary>Near misses without end: each begins what a recognizer looks for and never completes it, or does so without pause.</summary>
    private static IEnumerable<(string Name, string Text)> HostileTexts() =>
    [
        ("digits", Repeat("7")), ("grouped digits", Repeat("1234 5678-")), ("cards", Repeat("4111 1111 1111 1111 ")), ("plus signs", Repeat("+86")),
        ("at signs", Repeat("a@")), ("local parts", Repeat("a.b-c_d%")), ("domains", "a@" + Repeat("b.")), ("context words", Repeat("phone tel card ")),
    ];

    private static string Repeat(string unit) => new StringBuilder().Insert(0, unit, HostileCharacters / unit.Length).ToString();

    private static void RedactAll(RedactionEngine engine, string[] texts)
    {
        foreach (var text in texts)
        {
            engine.Redact(text);
        }
    }

    private static void CountAll(string[] texts)
    {
        foreach (var text in texts)
        {
            foreach (var pattern in Patterns)
            {
                pattern.Count(text);
            }
        }
    }
}
