using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Archive.IntegrationTests.Web.Telemetry;

/// <summary>The dashboard and the rules that are delivered ask only for what the program exports.</summary>
[Collection(TelemetryFixture.Collection)]
public sealed partial class DashboardTests(TelemetryFixture fixture)
{
    /// <summary>What Prometheus adds to every target by itself.</summary>
    private static readonly string[] OwnLabels = ["job", "instance"];

    private static readonly string Deploy = Path.Combine(Root(), "deploy");

    [Fact]
    public async Task Every_query_of_the_dashboard_names_series_and_labels_that_are_exported()
    {
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Deploy, "grafana", "archive.json"), TestContext.Current.CancellationToken));
        var queries = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(p => p.TryGetProperty("targets", out _))
            .SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .Select(t => t.GetProperty("expr").GetString() ?? "")
            .ToList();

        Assert.True(queries.Count > 25, $"{queries.Count} queries");
        AssertExported(queries, await ScrapeAsync());
        foreach (var part in new[] { "ingest_items", "index_lag", "search_duration", "pull_age", "disposition_records", "job_runs", "working_set", "gc_pause" })
        {
            Assert.Contains(queries, q => q.Contains(part, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_rule_names_series_and_labels_that_are_exported_and_says_what_to_do()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await File.ReadAllTextAsync(Path.Combine(Deploy, "prometheus", "alerts.yml"), TestContext.Current.CancellationToken)));
        var rules = ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"]).SelectMany(g => (YamlSequenceNode)g["rules"]).ToList();

        Assert.True(rules.Count >= 10, $"{rules.Count} rules");
        Assert.All(rules, r => Assert.NotEmpty(r["annotations"]["description"].ToString()));
        Assert.All(rules, r => Assert.Contains(r["labels"]["severity"].ToString(), new[] { "warning", "critical" }));
        Assert.Equal(rules.Count, rules.Select(r => r["alert"].ToString()).Distinct(StringComparer.Ordinal).Count());
        AssertExported(rules.Select(r => r["expr"].ToString()), await ScrapeAsync());
    }

    [Theory]
    [InlineData("sum by (outcome) (rate(archive_nothing_total{source=~\"$source\"}[5m]))", "archive_nothing_total")]
    [InlineData("sum by (person) (archive_records)", "person")]
    [InlineData("archive_pull_age_seconds{person=\"x\"} > 5", "person")]
    [InlineData("archive_records and on (instance) archive_gone == 1", "archive_gone")]
    public async Task Finds_what_is_not_exported(string query, string wrong)
    {
        var exported = await ScrapeAsync();

        var failure = Assert.ThrowsAny<Exception>(() => AssertExported([query], exported));

        Assert.Contains(wrong, failure.Message, StringComparison.Ordinal);
    }

    private static void AssertExported(IEnumerable<string> queries, Dictionary<string, HashSet<string>> exported)
    {
        var labels = exported.Values.SelectMany(l => l).Concat(OwnLabels).ToHashSet(StringComparer.Ordinal);
        foreach (var query in queries.Select(q => new PromQuery(q)))
        {
            Assert.NotEmpty(query.Series);
            foreach (var (series, named) in query.Series)
            {
                Assert.True(exported.TryGetValue(series, out var known), $"{series} is not exported.");
                Assert.True(named.IsSubsetOf(known.Concat(OwnLabels)), $"{series} has no label {string.Join(", ", named.Except(known))}.");
            }

            Assert.True(query.Labels.IsSubsetOf(labels), $"No series has a label {string.Join(", ", query.Labels.Except(labels))}.");
        }
    }

    /// <summary>Exported series with their labels, and what Prometheus itself tells of a target.</summary>
    private async Task<Dictionary<string, HashSet<string>>> ScrapeAsync()
    {
        var series = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal) { ["up"] = [] };
        foreach (Match line in Sample().Matches(await fixture.ScrapeAsync()))
        {
            series.TryAdd(line.Groups[1].Value, []);
            series[line.Groups[1].Value].UnionWith(LabelName().Matches(line.Groups[2].Value).Select(m => m.Groups[1].Value));
        }

        return series;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Archive.sln"))) // the tests run below it
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^([a-zA-Z_]\w*)(?:\{([^}]*)\})? \S+", RegexOptions.Multiline, 30_000)]
    private static partial Regex Sample();

    [GeneratedRegex("(\\w+)=\"", RegexOptions.None, 30_000)]
    private static partial Regex LabelName();
}
