using System.Text;
using System.Text.RegularExpressions;
using Archive.Connectors.JsonLines;
using Archive.Connectors.Slack.Export;
using Archive.Core.Connectors;

namespace Archive.Cli.Import;

/// <summary>Which reader an export file needs, and what its source is called.</summary>
internal static partial class ImportFormat
{
    public const string JsonLines = "jsonl";
    public const string SlackExport = "slack-export";

    public static IReadOnlyList<string> All { get; } = [JsonLines, SlackExport];

    /// <summary>The file's name without its endings, in letters, digits, '-' and '_'; the format's name where nothing is left. The same file gives
    /// the same name, so importing it again finds its messages there.</summary>
    public static string DefaultSource(string path, string format)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        foreach (var ending in new[] { ".gz", ".zip", ".jsonl", ".json", ".ndjson" })
        {
            name = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? name[..^ending.Length] : name;
        }

        name = Unfit().Replace(name.Normalize(NormalizationForm.FormC), "-").Trim('-');
        return name.Length == 0 ? format : name;
    }

    public static IChatConnector Open(string format, string source, string path) => format switch
    {
        JsonLines => new JsonLinesConnector(source, path),
        SlackExport => new SlackExportConnector(new SlackExportOptions { Source = source, Path = path }),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, $"Known formats: {string.Join(", ", All)}."),
    };

    [GeneratedRegex(@"[^\p{L}\p{Nd}_-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Unfit();
}
