using System.Text;
using System.Text.RegularExpressions;
using Archive.Core.Redaction;

namespace Archive.Benchmarks;

/// <summary>The redaction engine over the corpus against N, plain compiled regexes of the same four entities without checks or replacement, and
/// over texts made to be slow.</summary>
internal static class RedactionMeasurement
{
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
            foreach (var (name, text) in HostileTexts.NearMisses().Concat(HostileTexts.Values()))
            {
                var size = Encoding.UTF8.GetByteCount(text) / 1e6;
                hostile.Add((name, size / Bench.Measure(() => RedactAll(engine, [text])).Wall.TotalSeconds));
            }
        }

        var ordinary = ours.Median();
        var rates = hostile.GroupBy(h => h.Name).ToDictionary(g => g.Key, g => g.Select(h => h.Rate).Median());
        var slowest = HostileTexts.NearMisses().Select(h => (h.Name, Rate: rates[h.Name])).MinBy(h => h.Rate);
        return new
        {
            megabytesPerSecond = ordinary.Round(1),
            plainRegexMegabytesPerSecond = plain.Median().Round(1),
            ratio = Enumerable.Range(0, ours.Count).Select(i => ours[i] / plain[i]).Median().Round(2),
            slowestHostile = slowest.Name,
            slowestHostileMegabytesPerSecond = slowest.Rate.Round(1),
            hostileTimesSlower = (ordinary / slowest.Rate).Round(1),
            hostileMegabytesPerSecond = HostileTexts.NearMisses().ToDictionary(h => h.Name, h => rates[h.Name].Round(1)),
            valuesMegabytesPerSecond = HostileTexts.Values().ToDictionary(h => h.Name, h => rates[h.Name].Round(1)),
        };
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(60));

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
