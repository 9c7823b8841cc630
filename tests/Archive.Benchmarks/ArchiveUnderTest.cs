using Archive.Connectors.JsonLines;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Search.SqliteFts;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Archive.Tests.Sanctioning;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Benchmarks;

/// <summary>An embedded archive put together as the product does it, in a folder of its own.</summary>
internal sealed class ArchiveUnderTest : IDisposable
{
    public const string Source = "bench";

    public static readonly RetentionPolicy Keep = new("bench@1", 1_095, RetentionAction.Keep);

    private readonly ServiceProvider _services;
    private readonly RecordArchive _archive;

    public ArchiveUnderTest(Bench bench)
    {
        Folder = new DataFolder(bench.Scratch.NewFolder());
        _archive = SqliteArchive.Open(Folder, demoSeed: null);
        _services = new ServiceCollection()
            .AddSingleton<IRegisterLog>(TestRegister.LogOf(RegisterOf(bench.Corpus)))
            .AddSingleton<RegisterDesk>()
            .AddSqliteStorage(_archive)
            .AddSqliteFtsIndex(Folder.Index)
            .AddSingleton<IRedactor>(new RedactionEngine(RedactionPolicy.Default, _archive.DeriveKey("redaction tags"), TimeProvider.System))
            .AddSingleton<QueryCompiler>((text, scope, _) => QueryBinder.Bind(text, scope, TimeProvider.System))
            .AddSingleton<AuditTrail>()
            .AddSingleton<SearchService>()
            .AddSingleton<LegalHolds>()
            .AddSingleton<RetentionSweep>()
            .AddSingleton<IngestionPipeline>()
            .BuildServiceProvider();
    }

    public DataFolder Folder { get; }

    public IRecordStore Records => Get<IRecordStore>();

    public ISearchIndex Index => Get<ISearchIndex>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static IChatConnector Connector(Bench bench) => new JsonLinesConnector(Source, bench.Corpus.Path);

    /// <exception cref="InvalidOperationException">Not every message was admitted: the figures would not be of the whole work.</exception>
    public async Task FillAsync(Bench bench, RetentionPolicy retention)
    {
        var progress = await Get<IngestionPipeline>().RunAsync(Connector(bench), retention, null, null, CancellationToken.None);
        if (progress.Admitted != bench.Corpus.Count || progress.Indexed != bench.Corpus.Count)
        {
            throw new InvalidOperationException($"Of {bench.Corpus.Count} messages {progress.Admitted} were admitted and {progress.Indexed} indexed.");
        }
    }

    public static IReadOnlyList<RegisteredAccount> RegisterOf(Corpus corpus) => [.. corpus.Senders.Select(s => new RegisteredAccount(
        Source, s, s, s, null, DateTimeOffset.UnixEpoch, null, "notice@1", DateTimeOffset.UnixEpoch, AccountStanding.Sanctioned))];

    public void Dispose()
    {
        // The archive is not the container's: it is closed last, as the hosts do.
        _services.Dispose();
        _archive.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
