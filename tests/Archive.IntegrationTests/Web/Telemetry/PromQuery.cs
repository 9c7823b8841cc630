using System.Text.RegularExpressions;

namespace Archive.IntegrationTests.Web.Telemetry;

/// <summary>Which series and labels a query of Prometheus names; enough of its language for our own queries.</summary>
internal sealed partial class PromQuery
{
    private static readonly string[] Words = ["by", "without", "on", "ignoring", "and", "or", "unless", "bool", "offset", "group_left", "group_right"];

    public PromQuery(string text)
    {
        var bare = Text().Replace(text, "\"\"");
        bare = Range().Replace(bare, "");
        foreach (Match group in Grouping().Matches(bare))
        {
            Labels.UnionWith(Split(group.Groups[1].Value));
        }

        bare = Grouping().Replace(bare, " ");
        foreach (Match name in Name().Matches(bare).Where(m => !Words.Contains(m.Groups[1].Value)))
        {
            if (!Series.TryGetValue(name.Groups[1].Value, out var labels))
            {
                Series[name.Groups[1].Value] = labels = [];
            }

            labels.UnionWith(Split(name.Groups[2].Value).Select(matcher => Label().Match(matcher).Value));
        }
    }

    /// <summary>Series with the labels that their own braces name.</summary>
    public Dictionary<string, HashSet<string>> Series { get; } = new(StringComparer.Ordinal);

    /// <summary>Labels that the query groups by.</summary>
    public HashSet<string> Labels { get; } = [];

    private static IEnumerable<string> Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.None, 30_000)]
    private static partial Regex Text();

    [GeneratedRegex(@"\[[^\]]*\]", RegexOptions.None, 30_000)]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)", RegexOptions.None, 30_000)]
    private static partial Regex Grouping();

    /// <summary>A name that is not a function, with its braces.</summary>
    [GeneratedRegex(@"(?<![\w.])([a-zA-Z_:][\w:]*)(?![\w:]|\s*\()\s*(?:\{([^}]*)\})?", RegexOptions.None, 30_000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^\w+", RegexOptions.None, 30_000)]
    private static partial Regex Label();
}
