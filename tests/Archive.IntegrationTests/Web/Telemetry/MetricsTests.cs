using System.Net;
using System.Text.RegularExpressions;
using Archive.Web.Security;
using Archive.Web.Telemetry;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Archive.IntegrationTests.Web.Telemetry;

[Collection(TelemetryFixture.Collection)]
public sealed partial class MetricsTests(TelemetryFixture fixture)
{
    [Theory]
    [InlineData("archive_ingest_items_total{outcome=\"admitted\",source=\"legal\"}", 200)]
    [InlineData("archive_ingest_items_total{outcome=\"duplicate\",source=\"legal\"}", 200)]
    [InlineData("archive_ingest_items_total{outcome=\"quarantined\",source=\"legal\"}", 0)]
    [InlineData("archive_ingest_unknown_total{source=\"legal\"}", 0)]
    [InlineData("archive_ingest_page_duration_seconds_count{outcome=\"done\",source=\"legal\"}", 1)]
    [InlineData("archive_index_documents_total{engine=\"sqlite\"}", 200)]
    [InlineData("archive_search_duration_seconds_count{engine=\"sqlite\",order=\"newest\",outcome=\"done\"}", 1)]
    [InlineData("archive_disposition_records_total{outcome=\"disposed\"}", 50)]
    [InlineData("archive_job_runs_total{job_name=\"pull\",outcome=\"succeeded\"}", 1)]
    [InlineData("archive_job_runs_total{job_name=\"pull\",outcome=\"failed\"}", 1)]
    [InlineData("archive_job_duration_seconds_count{job_name=\"pull\",outcome=\"succeeded\"}", 1)]
    [InlineData("archive_records", 200)]
    [InlineData("archive_evidence_tree_size", 400)]
    [InlineData("archive_index_lag", 0)]
    [InlineData("archive_quarantine_items", 0)]
    [InlineData("archive_pull_age_seconds{source=\"slack\"}", 0)]
    [InlineData("archive_source_state{source=\"slack\"}", 0)]
    [InlineData("archive_source_days{source=\"wecom\",state=\"open\"}", 1)]
    [InlineData("archive_source_days{source=\"wecom\",state=\"red\"}", 0)]
    [InlineData("archive_job_failing{job_name=\"verify\"}", 0)]
    [InlineData("archive_dependency_state{dependency=\"slack:slack\"}", 0)]
    [InlineData("archive_store_up{store=\"records\"}", 1)]
    [InlineData("archive_store_up{store=\"index\"}", 1)]
    [InlineData("archive_disk_free_bytes", 1)]
    [InlineData("dotnet_process_memory_working_set_bytes", 1_000_000)]
    public async Task Tells_what_happened(string series, double atLeast)
    {
        var samples = await ScrapeAsync();

        Assert.True(samples.TryGetValue(series, out var value), $"{series} is not among:\n{string.Join('\n', samples.Keys)}");
        Assert.True(value >= atLeast, $"{series} is {value}");
    }

    [Fact]
    public async Task Sends_metrics_and_spans_to_a_collector()
    {
        await WaitForAsync(() => fixture.Collector.Read("/v1/traces").Contains("archive.search", StringComparison.Ordinal));
        await WaitForAsync(() => fixture.Collector.Read("/v1/metrics").Contains("archive.search.duration", StringComparison.Ordinal));

        var spans = fixture.Collector.Read("/v1/traces");
        Assert.All(["archive.job", "archive.pull", "archive.page.append", "archive.index.batch"], name => Assert.Contains(name, spans));
        Assert.Contains("archive.ingest.items", fixture.Collector.Read("/v1/metrics"));
    }

    [Fact]
    public async Task Nothing_that_is_exported_or_logged_holds_content()
    {
        var metrics = await fixture.ScrapeAsync();
        await WaitForAsync(() => fixture.Collector.Read("/v1/traces").Contains("archive.search", StringComparison.Ordinal));
        var sent = fixture.Collector.Read("/v1/traces") + fixture.Collector.Read("/v1/metrics");
        var log = string.Join('\n', fixture.Web.Logs.Lines);

        Assert.True(metrics.Length > 5_000 && sent.Length > 5_000 && log.Length > 5_000);
        Assert.All(TelemetryFixture.Content, text =>
        {
            Assert.DoesNotContain(text, metrics, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(CollectorStub.AsSent(text), sent, StringComparison.OrdinalIgnoreCase);
        });

        // The one name in the log is in a failure that the fixture makes up; the texts of real ones hold none.
        Assert.All(TelemetryFixture.Content.Except(["Alice", "Chen"]), text => Assert.DoesNotContain(text, log, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nothing_is_told_but_names_of_the_configuration_outcomes_and_numbers()
    {
        string[] words = ["source", "outcome", "engine", "order", "job.name", "store", "dependency", "state"];
        string[] numbers = ["run", "items", "documents", "hits"];
        await fixture.ScrapeAsync();
        fixture.Tags.ReadGauges();

        var tags = fixture.Tags.Tags.ToList();
        Assert.All(words.Concat(numbers), key => Assert.Contains(tags, t => t.Key == key));
        Assert.All(tags, t => Assert.True(
            words.Contains(t.Key) ? t.Value is null or string { Length: < 40 } : numbers.Contains(t.Key) && t.Value is long, $"{t.Name}: {t.Key} = {t.Value}"));
        Assert.All(tags, t => Assert.DoesNotContain(TelemetryFixture.Content, c => t.Value is string text && text.Contains(c, StringComparison.OrdinalIgnoreCase)));
        Assert.Empty(fixture.Tags.Remarks);
    }

    [Fact]
    public async Task Series_have_no_labels_but_those_that_are_known()
    {
        string[] known =
        [
            "source", "outcome", "engine", "order", "job_name", "store", "dependency", "state", "le", "http_route", "http_request_method", "http_response_status_code", "url_scheme",
            "network_protocol_name", "network_protocol_version", "error_type", "gc_heap_generation", "cpu_mode", "service_name", "service_version", "service_instance_id",
            "telemetry_sdk_name", "telemetry_sdk_language", "telemetry_sdk_version",
        ];

        var labels = Label().Matches(await fixture.ScrapeAsync()).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Contains("http_route", labels);
        Assert.Empty(labels.Except(known));
    }

    [Fact]
    public void Leaves_no_endpoint_without_a_decision_who_may_open_it() => AccessTests.AssertDecided(fixture.Web.Services);

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Refuses_whoever_comes_through_a_proxy(string header, string value)
    {
        using var browser = fixture.Web.Open();
        browser.Headers[header] = value;

        using var response = await browser.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain("archive_records", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("127.0.0.1", null, "", null, true)]
    [InlineData("::1", null, "", null, true)]
    [InlineData("::ffff:127.0.0.1", null, "", null, true)]
    [InlineData("10.1.2.3", null, "", null, false)]
    [InlineData(null, null, "", null, false)]
    [InlineData("10.1.2.3", null, "10.1.0.0/16", null, true)]
    [InlineData("10.2.2.3", null, "10.1.0.0/16 10.2.2.3", null, true)]
    [InlineData("10.2.2.4", null, "10.1.0.0/16 10.2.2.3", null, false)]
    [InlineData("127.0.0.1", null, "10.1.0.0/16", null, false)]
    [InlineData("10.1.2.3", "Bearer long-enough-a-secret", "", "long-enough-a-secret", true)]
    [InlineData("10.1.2.3", "Bearer long-enough-a-secreT", "", "long-enough-a-secret", false)]
    [InlineData("127.0.0.1", null, "", "long-enough-a-secret", false)]
    [InlineData("127.0.0.1", "Basic long-enough-a-secret", "", "long-enough-a-secret", false)]
    [InlineData("10.1.2.3", "Bearer long-enough-a-secret", "10.9.0.0/16", "long-enough-a-secret", false)]
    [InlineData("10.9.2.3", "Bearer long-enough-a-secret", "10.9.0.0/16", "long-enough-a-secret", true)]
    public async Task Lets_in_only_whom_the_settings_name(string? address, string? authorization, string from, string? token, bool isLetIn)
    {
        var options = new TelemetryOptions { Prometheus = true, Scrape = { From = [.. from.Split(' ', StringSplitOptions.RemoveEmptyEntries)], Token = token } };
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) } };
        http.Request.Headers.Authorization = authorization;
        var asked = new AuthorizationHandlerContext([new ScrapeRequirement()], http.User, http);

        await new ScrapeAccess(options).HandleAsync(asked);

        Assert.Equal(isLetIn, asked.HasSucceeded);
    }

    private async Task<Dictionary<string, double>> ScrapeAsync()
    {
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Match line in Sample().Matches(await fixture.ScrapeAsync()))
        {
            var labels = line.Groups[2].Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList();
            samples[line.Groups[1].Value + (labels.Count == 0 ? "" : $"{{{string.Join(',', labels)}}}")] = double.Parse(line.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture);
        }

        return samples;
    }

    private static async Task WaitForAsync(Func<bool> arrived)
    {
        for (var i = 0; i < 100 && !arrived(); i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(arrived());
    }

    [GeneratedRegex("[{,](\\w+)=\"", RegexOptions.None, 30_000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^([a-z_]+)(?:\{([^}]*)\})? (\S+)", RegexOptions.Multiline, 30_000)]
    private static partial Regex Sample();
}
