using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Tests.Sanctioning;
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
public class WebFixture : IAsyncLifetime
{
    public const string Password = "correct-horse-battery";

    private RecordArchive? _archive;
    private WebApplication? _app;

    internal DataFolder Folder { get; } = new(Path.Combine(Path.GetTempPath(), "archive-web-" + Guid.NewGuid().ToString("N")));

    internal CapturedLog Logs { get; } = new();

    internal RecordedScheduler Scheduler { get; } = new();

    internal IServiceProvider Services => _app!.Services; // set before any test runs

    internal BreakableEvidenceLog EvidenceLog => (BreakableEvidenceLog)Services.GetRequiredService<IEvidenceLog>();

    /// <summary>Pages over the same archive, in another process so to speak; null when these are the first.</summary>
    public WebFixture? Beside { get; init; }

    /// <summary>Settings beside the usual ones, and before them.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>A source beside Slack; null for none.</summary>
    public ConfiguredSource? FurtherSource { get; init; }

    public Uri Address { get; private set; } = new("http://localhost");

    public static IReadOnlyDictionary<string, string> Accounts { get; } = new Dictionary<string, string>
    {
        ["carla"] = ArchiveRoles.ComplianceOfficer,
        ["rita"] = ArchiveRoles.Reviewer,
        ["otto"] = ArchiveRoles.Operator,
        ["ada"] = ArchiveRoles.Auditor,
        ["petra"] = ArchiveRoles.PrivacyOfficer,
    };

    public virtual async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Folder.Path);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("ARCHIVE_PREVIEW_URL") ?? "http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(Logs);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Archive:Organisation"] = "Harbor Bank",
            ["Archive:DemoSeed"] = "7",
            ["Archive:Web:SignInsPerMinute"] = "1000",
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Configuration.AddInMemoryCollection(await MakeStoreAsync());
        if (Beside is not null)
        {
            File.Copy(Beside.Folder.MasterKey, Folder.MasterKey);
        }

        _archive = ArchiveStore.Open(Folder, builder.Configuration);
        builder.Services.AddArchive(_archive, builder.Configuration);
        builder.Services.AddArchiveWeb(builder.Configuration, Folder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IRegisterLog>(TestRegister.LogOf(SeededConversations.Accounts)));
        builder.Services.Replace(ServiceDescriptor.Singleton(new SourceCatalog(
            new[]
            {
                new ConfiguredSource("slack", "slack", "API discovery at slack.example", Retention, () => new SeededConversations(), () => new ScriptedCheck()), FurtherSource,
            }.OfType<ConfiguredSource>())));
        builder.Services.AddSingleton<IJobScheduler>(Scheduler);
        BreakableEvidenceLog.Wrap(builder.Services);
        _app = builder.Build();
        _app.MapArchiveWeb();
        if (Beside is null)
        {
            await FillAsync();
        }

        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _archive?.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(Folder.Path))
        {
            Directory.Delete(Folder.Path, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Makes sure that it runs; skips the test where what it needs is not there.</summary>
    public virtual Task RequireAsync() => Task.CompletedTask;

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

    /// <returns>Settings of the record store; none for files.</returns>
    protected virtual Task<IReadOnlyDictionary<string, string?>> MakeStoreAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string?>>(new Dictionary<string, string?>());

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
