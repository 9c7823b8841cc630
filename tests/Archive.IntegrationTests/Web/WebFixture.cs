using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Archive.Web.Auth;
using Archive.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Archive.IntegrationTests.Web;

/// <summary>The pages on Kestrel over a real store and a real index in a folder of their own, filled from <see cref="SeededConversations"/>.
/// Job scheduler and evidence log are wrapped: the first records what was started, the second can be told to fail.</summary>
public sealed class WebFixture : IAsyncLifetime
{
    public const string Password = "correct-horse-battery";

    private readonly string _path = Path.Combine(Path.GetTempPath(), "archive-web-" + Guid.NewGuid().ToString("N"));
    private RecordArchive? _archive;
    private WebApplication? _app;

    internal CapturedLog Logs { get; } = new();

    internal RecordedScheduler Scheduler { get; } = new();

    internal IServiceProvider Services => _app!.Services; // set before any test runs

    internal BreakableEvidenceLog EvidenceLog => (BreakableEvidenceLog)Services.GetRequiredService<IEvidenceLog>();

    /// <summary>Settings beside the usual ones, and before them.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public Uri Address { get; private set; } = new("http://localhost");

    public static IReadOnlyDictionary<string, string> Accounts { get; } = new Dictionary<string, string>
    {
        ["carla"] = ArchiveRoles.ComplianceOfficer,
        ["rita"] = ArchiveRoles.Reviewer,
        ["otto"] = ArchiveRoles.Operator,
        ["ada"] = ArchiveRoles.Auditor,
    };

    public async ValueTask InitializeAsync()
    {
        var folder = new DataFolder(_path);
        Directory.CreateDirectory(_path);
        _archive = SqliteArchive.Open(folder, demoSeed: 7);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("ARCHIVE_PREVIEW_URL") ?? "http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(Logs);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Archive:Organisation"] = "Harbor Bank",
            ["Archive:Web:SignInsPerMinute"] = "1000",
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Services.AddArchive(_archive, builder.Configuration);
        builder.Services.AddArchiveWeb(builder.Configuration, folder);
        builder.Services.Replace(ServiceDescriptor.Singleton<Func<AccountRegister>>(() => SeededConversations.Register));
        builder.Services.Replace(ServiceDescriptor.Singleton(new SourceCatalog(
            [new ConfiguredSource("slack", "slack", "slack, discovery API", Retention, () => new SeededConversations())])));
        builder.Services.AddSingleton<IJobScheduler>(Scheduler);
        BreakableEvidenceLog.Wrap(builder.Services);
        _app = builder.Build();
        _app.MapArchiveWeb();
        await FillAsync();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _archive!.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_path, recursive: true);
    }

    public Browser Open() => new(Address);

    public async Task<Browser> OpenAsAsync(string role)
    {
        var browser = Open();
        await browser.SignInAsync(Accounts.Single(a => a.Value == role).Key, Password);
        return browser;
    }

    /// <summary>Somebody else who may search. Made when first asked for.</summary>
    public async Task<Browser> OpenAsSecondOfficerAsync()
    {
        await using (var scope = Services.CreateAsyncScope())
        {
            var made = await scope.ServiceProvider.GetRequiredService<UserDirectory>()
                .CreateAsync("clemens", Password, ArchiveRoles.ComplianceOfficer, [], "owner", CancellationToken.None);
            Assert.True(made.Done || made.Errors.Any(e => e.Code == "DuplicateUserName"), string.Join(' ', made.Errors));
        }

        var browser = Open();
        await browser.SignInAsync("clemens", Password);
        return browser;
    }

    internal static RetentionPolicy Retention { get; } = new("us-bd-comms@1", 365 * 3, RetentionAction.Dispose);

    private async Task FillAsync()
    {
        await Services.GetRequiredService<IngestionPipeline>().RunAsync(new SeededConversations(), Retention, null, null, CancellationToken.None);
        var runs = Services.GetRequiredService<IJobRunLog>();
        var id = await runs.StartAsync("pull", "slack", "schedule", CancellationToken.None);
        await runs.FinishAsync(id, JobOutcome.Succeeded, new Dictionary<string, long> { ["received"] = 255, ["admitted"] = 254 }, null, CancellationToken.None);
        await using var scope = Services.CreateAsyncScope();
        foreach (var (name, role) in Accounts)
        {
            var made = await scope.ServiceProvider.GetRequiredService<UserDirectory>().CreateAsync(name, Password, role, role == ArchiveRoles.Reviewer ? ["slack"] : [], "owner", CancellationToken.None);
            Assert.True(made.Done, string.Join(' ', made.Errors));
        }
    }
}
