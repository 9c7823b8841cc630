using Archive.Cli.CommandLine;
using Archive.Cli.Demo;
using Archive.Jobs;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Archive.Web.Hosting;

namespace Archive.Cli.Hosting;

/// <summary>An archive that a command has open: for writing, under the lock of its folder, or for reading beside whoever writes.</summary>
internal sealed class ArchiveSession : IAsyncDisposable
{
    /// <summary>Who acts when nobody signed in: whoever may read and write the data folder.</summary>
    public const string Owner = "owner";

    private readonly SqliteArchive _archive;
    private readonly IServiceProvider _services;
    private readonly IAsyncDisposable _disposal;
    private readonly DataFolderLock? _held;

    private ArchiveSession(SqliteArchive archive, IServiceProvider services, IAsyncDisposable disposal, DataFolderLock? held)
    {
        _archive = archive;
        _services = services;
        _disposal = disposal;
        _held = held;
    }

    public static ArchiveSession OpenToRead(DataFolder folder, CommandContext context)
    {
        FolderCheck.RequireArchive(folder);
        return Build(SqliteArchive.OpenReadOnly(folder), Configuration(folder, null), context, null, null);
    }

    /// <param name="mayBeNew">Makes the archive where there is none; otherwise that is an error.</param>
    public static async Task<ArchiveSession> OpenToWriteAsync(
        DataFolder folder, CommandContext context, CancellationToken cancellationToken, bool mayBeNew = false)
    {
        if (!mayBeNew)
        {
            FolderCheck.RequireArchive(folder);
        }

        var held = DataFolderLock.Take(folder);
        try
        {
            return await OpenHeldAsync(folder, context, null, held, cancellationToken);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <param name="demo">What a demo changes; null for every other archive.</param>
    /// <param name="held">The folder's lock, given up with the session; null when the caller keeps it.</param>
    public static async Task<ArchiveSession> OpenHeldAsync(
        DataFolder folder,
        CommandContext context,
        DemoRun? demo,
        DataFolderLock? held,
        CancellationToken cancellationToken)
    {
        var configuration = Configuration(folder, demo);
        var session = Build(SqliteArchive.Open(folder, Seed(configuration)), configuration, context, demo, held);
        await session.Get<InterruptedRuns>().SettleAsync(cancellationToken);
        return session;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _disposal.DisposeAsync();
        _archive.Dispose();
        _held?.Dispose();
    }

    internal static IConfiguration Configuration(DataFolder folder, DemoRun? demo)
    {
        FolderCheck.CheckSettings(folder);
        return ArchiveConfiguration.Read(folder, demo?.Settings);
    }

    /// <summary>What the archive is made of, with or without pages.</summary>
    internal static IServiceCollection AddServices(
        IServiceCollection services, SqliteArchive archive, IConfiguration configuration, DemoRun? demo)
    {
        if (demo is not null)
        {
            services.AddSingleton(CaptureClock.StandingAt(demo.Today));
        }

        services.AddArchive(archive, configuration);
        services.AddSingleton<BeforeCapture>(provider => provider.GetRequiredService<ConfigurationRecord>().WriteIfChangedAsync);
        return services;
    }

    internal static int? Seed(IConfiguration configuration) => ArchiveConfiguration.ReadSettings(configuration).DemoSeed;

    /// <summary>Logs go to standard error: standard output belongs to results.</summary>
    internal static void Log(ILoggingBuilder logging, LogLevel level)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(o => o.SingleLine = true);
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(level);

        if (level is LogLevel.Warning)
        {
            // Warns that the keys of cookies lie unencrypted in the data folder. So does the master key beside them: who reads the folder reads the archive.
            logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

            // A start that fails is told by the command, in one line.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        }
    }

    private static ArchiveSession Build(
        SqliteArchive archive, IConfiguration configuration, CommandContext context, DemoRun? demo, DataFolderLock? held)
    {
        try
        {
            var services = new ServiceCollection();

            // A failed command says so itself, in one line; the log is for those who ask for it.
            services.AddLogging(logging => Log(logging, context.Verbose ? LogLevel.Debug : LogLevel.None));
            AddServices(services, archive, configuration, demo);
            services.AddArchiveJobClasses();
            var provider = services.BuildServiceProvider();
            return new ArchiveSession(archive, provider, provider, held);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }
}
