using Archive.Core.Connectors;
using Archive.Core.Dependencies;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Retention;
using Archive.Jobs;
using Archive.Web.Auth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Archive.IntegrationTests.Web.Telemetry;

/// <summary>An archive with everything exported, in which a source was pulled, a person searched and the clean-up ran.</summary>
public sealed class TelemetryFixture : IAsyncLifetime
{
    /// <summary>One for all its tests: two archives that export in one process would each tell the other's gauges, too.</summary>
    public const string Collection = "telemetry";

    public const string Query = "settlement AND NOT uniquezebraword";
    public const string Purpose = "Matter Blue Heron 4711";

    private readonly TagCollector _tags = new();
    private CollectorStub? _collector;
    private WebFixture? _web;

    internal TagCollector Tags => _tags;

    internal CollectorStub Collector => _collector!; // set before any test runs

    public WebFixture Web => _web!; // set before any test runs

    /// <summary>Pulled, searched for, and asked: nothing of it may leave.</summary>
    public static IReadOnlyList<string> Content { get; } =
    [
        "wire transfer", "Settlement run", "客户要求", "Alice", "Chen", "王建国", "Bob Keller", "trading-desk", "华东销售组", "C100", "D300", "settlement", "uniquezebraword",
        "Blue Heron", "4711", "carla", "Harbor Bank",
    ];

    public async ValueTask InitializeAsync()
    {
        _collector = await CollectorStub.StartAsync();
        _web = new WebFixture
        {
            Settings = new Dictionary<string, string?>
            {
                ["Archive:Telemetry:Prometheus"] = "true",
                ["Archive:Telemetry:Otlp:Endpoint"] = _collector.Address.ToString(),
            },
            FurtherSource = new ConfiguredSource("wecom", "wecom", "", WebFixture.Retention, () => throw new NotSupportedException()) { Window = TimeSpan.FromDays(5), CanConfirm = true },
        };
        await _web.InitializeAsync();
        for (var i = 0; i < 2; i++)
        {
            await PullAsync(SeededConversations.Other, () => new SeededConversations(SeededConversations.Other, " More of it."));
        }

        using var browser = await _web.OpenAsAsync(ArchiveRoles.ComplianceOfficer);
        Assert.Contains("settlement", await (await browser.SearchAsync(Query, Purpose)).Content.ReadAsStringAsync());
        var swept = await _web.Services.GetRequiredService<RetentionSweep>().RunAsync(DateTimeOffset.UnixEpoch.AddYears(56), "system:clean-up", null, null, default);
        Assert.True(swept.Disposed > 50);
        await Assert.ThrowsAsync<ConnectorException>(() => PullAsync("broken", () => throw new ConnectorException(
            ConnectorFailure.Unauthorized, "auth.test answered token_revoked. The token of Alice Chen was revoked.")));
        var runs = _web.Services.GetRequiredService<IJobRunLog>();
        await runs.FinishAsync(
            await runs.StartAsync("pull", "wecom", "schedule", default), JobOutcome.Succeeded, new Dictionary<string, long>(), null, default);
        await runs.FinishAsync(
            await runs.StartAsync("verify", null, "schedule", default), JobOutcome.Succeeded, new Dictionary<string, long>(), null, default);
        _web.Services.GetRequiredService<DependencyStates>().Report("slack:slack", DependencyCondition.Closed);
        GC.Collect(); // series of the last collection exist after one
        _web.Services.GetRequiredService<MeterProvider>().ForceFlush();
        _web.Services.GetRequiredService<TracerProvider>().ForceFlush();
    }

    /// <summary>What is served at /metrics once the state of the archive is known: a scrape waits half a second for it and leaves out what is not.</summary>
    public async Task<string> ScrapeAsync()
    {
        using var browser = Web.Open();
        for (var tries = 0; !(await browser.ReadAsync("/metrics")).Contains("archive_store_up{", StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 120, "The gauges were not read within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        }

        // The one that first told of it may have begun before the reading came to its end, and what is served is kept for 300 ms.
        await Task.Delay(TimeSpan.FromMilliseconds(400), CancellationToken.None);
        return await browser.ReadAsync("/metrics");
    }

    public async ValueTask DisposeAsync()
    {
        _tags.Dispose();
        await _web!.DisposeAsync(); // set first
        await _collector!.DisposeAsync(); // set first
    }

    private Task<IngestionProgress?> PullAsync(string source, Func<IChatConnector> open)
    {
        var services = Web.Services;
        var runner = new JobRunner(
            services.GetRequiredService<IJobRunLog>(), services.GetRequiredService<ILeases>(), Options.Create(new JobsOptions()), TimeProvider.System,
            services.GetRequiredService<ILogger<JobRunner>>());
        var catalog = new SourceCatalog([new ConfiguredSource(source, "slack", "test", WebFixture.Retention, open)]);
        return new PullSourceJob(catalog, [], services.GetRequiredService<IngestionPipeline>(), services.GetRequiredService<IPullHints>(), runner, []).RunAsync(source, "schedule", null, default);
    }
}

/// <summary>Not beside others: meters of all hosts in one process have the same names, and the end of any of them ends the series of this one.</summary>
[CollectionDefinition(TelemetryFixture.Collection, DisableParallelization = true)]
public sealed class TelemetryGroup : ICollectionFixture<TelemetryFixture>;
