using System.Net;
using System.Text.Json;
using Archive.Core.Connectors;
using Archive.Core.Dependencies;
using Archive.Core.Jobs;
using Archive.IntegrationTests.Web.Telemetry;
using Archive.Web.Auth;
using Archive.Web.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Web;

/// <summary>States of sources and dependencies, for monitors and on the page.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private const string Token = "monitor-token-0123456789";

    private readonly WebFixture _web = new() { Settings = new Dictionary<string, string?> { ["Archive:Health:Token"] = Token } };

    private IJobRunLog Runs => _web.Services.GetRequiredService<IJobRunLog>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _web.InitializeAsync();

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    [Fact]
    public async Task Tells_a_monitor_with_the_token_and_no_other()
    {
        using var monitor = _web.Open();
        foreach (var (authorization, status) in new (string?, HttpStatusCode)[]
        {
            (null, HttpStatusCode.Unauthorized),
            ($"Bearer {Token}x", HttpStatusCode.Unauthorized),
            ("Bearer ", HttpStatusCode.Unauthorized),
            ($"Basic {Token}", HttpStatusCode.Unauthorized),
            ($"Bearer {Token}", HttpStatusCode.OK),
        })
        {
            monitor.Headers["Authorization"] = authorization ?? "";
            foreach (var path in new[] { "/health/connectors", "/health/dependencies" })
            {
                using var response = await monitor.GetAsync(path);
                Assert.Equal(status, response.StatusCode);
            }
        }

        // The token is for these two alone, and nobody reads it in the log.
        using var page = await monitor.GetAsync("/health");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.DoesNotContain(_web.Logs.Lines, l => l.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serves_no_metrics_unless_told_to()
    {
        using var otto = await _web.OpenAsAsync(ArchiveRoles.Operator);

        using var response = await otto.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Tells_the_state_of_a_source_in_codes()
    {
        using var monitor = _web.Open();
        monitor.Headers["Authorization"] = $"Bearer {Token}";
        var ok = await ReadAsync(monitor);
        Assert.Equal(("ok", "ok"), (ok.State, ok.Source.GetProperty("state").GetString()));
        Assert.InRange(ok.Source.GetProperty("secondsSinceComplete").GetInt64(), 0, 300);

        await RunAsync(JobOutcome.Failed, "auth.test answered token_revoked. The token of Alice Chen was revoked.");
        _web.Services.GetRequiredService<DependencyStates>().Report("slack:slack", DependencyCondition.HalfOpen);
        var failed = await ReadAsync(monitor);

        Assert.Equal("failed", failed.State);
        Assert.Equal("token_revoked", failed.Source.GetProperty("reason").GetString());
        Assert.Equal("half-open", failed.Source.GetProperty("circuit").GetString());
        Assert.DoesNotContain("Alice", failed.Source.GetRawText(), StringComparison.Ordinal);

        await RunAsync(JobOutcome.Failed, "Something that names Alice Chen and that nobody foresaw.");
        Assert.Equal("other", (await ReadAsync(monitor)).Source.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Shows_an_operator_what_is_paused_in_both_languages()
    {
        var states = _web.Services.GetRequiredService<DependencyStates>();
        states.Report("elasticsearch", DependencyCondition.Closed);
        states.Report("elasticsearch", DependencyCondition.Open);
        using var otto = await _web.OpenAsAsync(ArchiveRoles.Operator);

        var english = await otto.ReadAsync("/health");
        var json = await otto.ReadAsync("/health/dependencies");
        otto.Headers["Accept-Language"] = "zh-CN";
        var chinese = await otto.ReadAsync("/health");

        Assert.Contains("Calls to elasticsearch", english);
        Assert.Contains("paused", english);
        Assert.Contains("对 elasticsearch 的调用", chinese);
        Assert.Contains("已暂停", chinese);
        Assert.Contains("\"name\":\"elasticsearch\",\"state\":\"open\"", json);
    }

    [Theory]
    [InlineData(59, "", SourceCondition.Ok, null)]
    [InlineData(61, "", SourceCondition.Late, "overdue")]
    [InlineData(61, "R", SourceCondition.Late, "running")]
    [InlineData(59, "R", SourceCondition.Ok, null)]
    [InlineData(59, "F", SourceCondition.Failed, "Throttled")]
    [InlineData(61, "RF", SourceCondition.Failed, "Throttled")]
    [InlineData(61, "IF", SourceCondition.Late, "overdue")]
    [InlineData(null, "", SourceCondition.Never, "not-run")]
    [InlineData(null, "R", SourceCondition.Never, "running")]
    [InlineData(null, "F", SourceCondition.Failed, "Throttled")]
    [InlineData(null, "I", SourceCondition.Never, "Interrupted")]
    public async Task Judges_a_source_by_its_newest_runs(int? completeMinutesAgo, string newer, object condition, string? reason)
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var runs = new List<JobRun>(newer.Select(r => Run(clock, r switch { 'R' => JobOutcome.Running, 'F' => JobOutcome.Failed, _ => JobOutcome.Interrupted }, 1)));
        if (completeMinutesAgo is { } minutes)
        {
            runs.Add(Run(clock, JobOutcome.Succeeded, minutes));
        }

        var catalog = new SourceCatalog([new ConfiguredSource("desk", "slack", "", WebFixture.Retention, () => throw new NotSupportedException())]);
        var state = (await new SourceStates(catalog, new ListedRuns(runs), new(), clock).ReadAsync(Stop)).Single();

        Assert.Equal(((SourceCondition)condition, reason), (state.Condition, state.Reason));
        Assert.Equal(completeMinutesAgo, state.SinceComplete?.TotalMinutes);
    }

    /// <summary>Of five days: half is 60 hours, three quarters are 90.</summary>
    [Theory]
    [InlineData(59, "", LossCondition.None)]
    [InlineData(61, "F", LossCondition.Warning)]
    [InlineData(89, "FF", LossCondition.Warning)]
    [InlineData(91, "F", LossCondition.Red)]
    [InlineData(121, "F", LossCondition.Lost)]
    [InlineData(null, "F", LossCondition.None)]
    [InlineData(null, "", null)]
    public async Task Warns_before_the_platforms_window_passes_over_messages(int? completeHoursAgo, string newer, LossCondition? expected)
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var runs = new List<JobRun>(newer.Select(_ => Run(clock, JobOutcome.Failed, 1)));
        if (completeHoursAgo is { } hours)
        {
            runs.Add(Run(clock, JobOutcome.Succeeded, hours * 60));
        }

        var source = new ConfiguredSource("desk", "wecom", "", WebFixture.Retention, () => throw new NotSupportedException());
        var limited = (await new SourceStates(new SourceCatalog([source with { Window = TimeSpan.FromDays(5) }]), new ListedRuns(runs), new(), clock).ReadAsync(Stop)).Single();
        var kept = (await new SourceStates(new SourceCatalog([source]), new ListedRuns(runs), new(), clock).ReadAsync(Stop)).Single();

        Assert.Equal(expected, limited.Loss?.Condition);
        Assert.Equal(completeHoursAgo is null ? limited.Loss?.Left.TotalHours : 120 - completeHoursAgo, limited.Loss?.Left.TotalHours);
        Assert.Null(kept.Loss);
    }

    /// <summary>With events a source that fails makes a run a minute: after two days the last good one lies 2,880 runs back, after four days 5,760.</summary>
    [Theory]
    [InlineData(2_000, 33, LossCondition.None)]
    [InlineData(5_760, 96, LossCondition.Red)]
    [InlineData(7_260, 121, LossCondition.Lost)]
    public async Task Finds_the_newest_complete_pull_or_the_first_attempt_behind_many_failures(int failures, int hours, LossCondition expected)
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var failed = Enumerable.Range(1, failures).Select(minutes => Run(clock, JobOutcome.Failed, minutes)).ToList();
        var catalog = new SourceCatalog(
            [new ConfiguredSource("desk", "wecom", "", WebFixture.Retention, () => throw new NotSupportedException()) { Window = TimeSpan.FromDays(5) }]);

        var once = (await new SourceStates(catalog, new ListedRuns([.. failed, Run(clock, JobOutcome.Succeeded, hours * 60)]), new(), clock).ReadAsync(Stop)).Single();
        var never = (await new SourceStates(catalog, new ListedRuns(failed), new(), clock).ReadAsync(Stop)).Single();

        Assert.Equal((hours * 60, expected), (once.SinceComplete?.TotalMinutes, once.Loss?.Condition));
        Assert.Equal((null, failures), (never.SinceComplete, (int?)(never.Loss?.Window - never.Loss?.Left)?.TotalMinutes));
    }

    private static JobRun Run(TimeProvider clock, JobOutcome outcome, int minutesAgo)
    {
        var end = clock.GetUtcNow().AddMinutes(-minutesAgo);
        var error = outcome switch
        {
            JobOutcome.Failed => "users.list: the platform asks to wait 600 s. Lower RequestsPerSecond, or stop other apps that share the budget.",
            JobOutcome.Interrupted => "The process ended while the job ran. The next run goes on where it stopped.",
            _ => null,
        };
        return new JobRun(1, "pull", "desk", "schedule", end, outcome == JobOutcome.Running ? null : end, outcome, new Dictionary<string, long>(), error);
    }

    private async Task RunAsync(JobOutcome outcome, string error)
    {
        var id = await Runs.StartAsync("pull", "slack", "schedule", Stop);
        await Runs.FinishAsync(id, outcome, new Dictionary<string, long>(), error, Stop);
    }

    private static async Task<(string? State, JsonElement Source)> ReadAsync(Browser monitor)
    {
        using var json = JsonDocument.Parse(await monitor.ReadAsync("/health/connectors"));
        return (json.RootElement.GetProperty("state").GetString(), json.RootElement.GetProperty("sources").EnumerateArray().Single().Clone());
    }

    /// <summary>A history that was written by hand, newest first.</summary>
    private sealed class ListedRuns(List<JobRun> runs) : IJobRunLog
    {
        public Task<IReadOnlyList<JobRun>> ReadAsync(string? job, string? source, int take, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<JobRun>>([.. runs.Take(take)]);

        public Task<JobRun?> FindLastSuccessAsync(string job, string source, CancellationToken cancellationToken) =>
            Task.FromResult(runs.Find(r => r is { Outcome: JobOutcome.Succeeded, FinishedAt: not null }));

        public Task<JobRun?> FindFirstAsync(string job, string source, CancellationToken cancellationToken) => Task.FromResult(runs.LastOrDefault());

        public Task<long> StartAsync(string job, string? source, string startedBy, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ReportAsync(long id, IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task FinishAsync(
            long id, JobOutcome outcome, IReadOnlyDictionary<string, long> counts, string? error, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
