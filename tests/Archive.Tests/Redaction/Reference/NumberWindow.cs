using System.Text.RegularExpressions;

namespace Archive.Tests.Redaction.Reference;

/// <summary>Some groups of digits in a row that separators join: one possible number.</summary>
/// <param name="Lengths">Of the groups.</param>
/// <param name="Gaps">The separators between the groups, one string each, and behind the last group when another is joined to it.</param>
internal sealed partial record NumberWindow(string Text, int Start, int End, string Digits, int[] Lengths, string[] Gaps)
{
    private const int LongestRun = 19;
    private const int MostGroups = 8;

    public char Before => Start > 0 ? Text[Start - 1] : '\n';

    public bool IsUnbroken => Lengths.Length == 1;

    /// <summary>"0.": the digits are a fraction.</summary>
    public bool IsFraction => Fraction().IsMatch(Text[..Start]);

    /// <summary>Every window of a text, by start and then by length.</summary>
    public static IEnumerable<NumberWindow> Of(string text)
    {
        var runs = Runs().Matches(text);
        for (var first = 0; first < runs.Count; first++)
        {
            var groups = new List<Match>();
            for (var last = first; last < runs.Count && groups.Count < MostGroups && runs[last].Length <= LongestRun; last++)
            {
                groups.Add(runs[last]);
                var gap = last + 1 < runs.Count && runs[last + 1].Length <= LongestRun ? text[Behind(runs[last])..runs[last + 1].Index] : "";
                var joined = Gap().IsMatch(gap);
                yield return Window(text, groups, joined ? gap : null);

                if (!joined)
                {
                    break;
                }
            }
        }
    }

    public static bool HasHyphenOnly(string gap) => gap.All(c => c == '-');

    private static NumberWindow Window(string text, List<Match> groups, string? behind)
    {
        var gaps = groups.Skip(1).Select((group, i) => text[Behind(groups[i])..group.Index]);
        var digits = string.Concat(groups.Select(g => g.Value)).Select(c => (char)('0' + char.GetNumericValue(c)));
        return new NumberWindow(
            text, groups[0].Index, Behind(groups[^1]), string.Concat(digits), [.. groups.Select(g => g.Length)], behind is null ? [.. gaps] : [.. gaps, behind]);
    }

    private static int Behind(Match match) => match.Index + match.Length;

    [GeneratedRegex("[0-9０-９]+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Runs();

    [GeneratedRegex(@"^[ \-.()·\u3000\u200B]{1,3}\z", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Gap();

    [GeneratedRegex(@"(?<![0-9０-９])[0０][.·]\z", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Fraction();
}
