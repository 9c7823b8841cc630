using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Core.Search;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Archive.Tests.Sanctioning;
using Archive.Web.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>An archive put together as the hosts do it, in a folder of its own.</summary>
internal sealed class TestArchive : IAsyncDisposable
{
    public const int Seed = 5;

    public static readonly RetentionPolicy Keep = new("keep@1", 365, RetentionAction.Keep);

    private static readonly Reader Tester = new("tester", "test", SearchScope.Everything);

    private readonly RecordArchive _archive;
    private readonly ServiceProvider _services;

    private TestArchive(DataFolder folder, RecordArchive archive, Action<IServiceCollection>? configure)
    {
        Folder = folder;
        _archive = archive;
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IRegisterLog>(TestRegister.LogOf(File.Exists(folder.Register) ? RegisterFile.Read(File.ReadAllBytes(folder.Register)) : []));
        configure?.Invoke(services);
        _services = services.AddArchive(_archive, ArchiveConfiguration.Read(folder)).BuildServiceProvider();
    }

    public DataFolder Folder { get; }

    public RecordArchive Storage => _archive;

    public IServiceProvider Provider() => _services;

    public IRecordStore Records => Get<IRecordStore>();

    public ISearchIndex Index => Get<ISearchIndex>();

    public IngestionPipeline Pipeline => Get<IngestionPipeline>();

    /// <param name="accounts">The register.</param>
    public static TestArchive Create(IEnumerable<RegisteredAccount> accounts, Action<IServiceCollection>? configure = null)
    {
        var folder = new DataFolder(Path.Combine(Path.GetTempPath(), "archive-test-" + Guid.NewGuid().ToString("N")));
        Directory.CreateDirectory(folder.Path);
        File.WriteAllBytes(folder.Register, RegisterFile.Write(accounts));
        return new TestArchive(folder, SqliteArchive.Open(folder, Seed), configure);
    }

    /// <summary>An archive that another process made. It is deleted with this object.</summary>
    public static TestArchive Open(DataFolder folder) => new(folder, SqliteArchive.Open(folder, Seed), null);

    /// <summary>The archive that the settings of a folder name, beside other processes. Its folder is deleted with this object.</summary>
    public static TestArchive OpenBeside(DataFolder folder) => new(folder, ArchiveStore.Open(folder, ArchiveConfiguration.Read(folder)), null);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A pipeline of which some parts were exchanged.</summary>
    public IngestionPipeline PipelineWith(IRecordStore? records = null, ISearchIndex? index = null, IRedactor? redactor = null) => new(
        records ?? Records, index ?? Index, redactor ?? Get<IRedactor>(), Get<RegisterDesk>(), TimeProvider.System);

    public Task<IngestionProgress> PullAsync(IChatConnector connector) => Pipeline.RunAsync(connector, Keep, null, null, Stop);

    public async Task<long> CountHitsAsync(string query) =>
        (await Get<SearchService>().SearchAsync(Tester, query, new IndexPaging(0, 1, SearchOrder.Newest), Stop)).Total;

    public async Task<IReadOnlyList<StoredRecord>> ReadAllAsync() => await Records.ReadAfterAsync(0, int.MaxValue, Stop);

    /// <summary>Nothing altered, counts that add up in all and per source, and an index that holds every record.</summary>
    public async Task AssertSoundAsync()
    {
        var report = await Get<ILogVerifier>().VerifyAsync(null, Stop);
        Assert.True(report.Result == VerificationResult.Intact, string.Join('\n', report.Findings));

        var now = await Records.ReadStatisticsAsync(Stop);
        Assert.Equal(now.Received, now.Admitted + now.Refused + now.Withheld + now.Duplicate + now.Quarantined + now.Discarded);
        var counted = await Records.ReadIntakeAsync(null, Stop);
        Assert.Equal(now.Received, counted.Sum(c => c.Count));
        var records = await ReadAllAsync();
        var disposed = now.Admitted - now.Records;
        foreach (var source in disposed > 0 ? [] : counted.GroupBy(c => c.Source).ToArray())
        {
            Assert.Equal(source.Where(c => c.Outcome == IntakeOutcome.Admitted).Sum(c => c.Count), records.Count(r => r.Source == source.Key));
        }

        var state = await Index.ReadStateAsync(Stop);
        Assert.Equal(now.LastSequence, state.Cursor);
        Assert.Equal(now.Records, state.Count);
    }

    /// <summary>Closes the files but leaves the folder, and opens it again.</summary>
    public async Task<TestArchive> ReopenAsync(Action? between = null)
    {
        await CloseAsync();
        between?.Invoke();
        return Open(Folder);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder.Path, recursive: true);
    }

    private async Task CloseAsync()
    {
        await _services.DisposeAsync();
        _archive.Dispose();
        SqliteConnection.ClearAllPools();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
