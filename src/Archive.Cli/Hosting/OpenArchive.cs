using Archive.Cli.Demo;
using Archive.Cli.Moving;
using Archive.Core.Connectors;
using Archive.Core.Sanctioning;
using Archive.Jobs;
using Archive.Storage;
using Archive.Storage.Moving;
using Archive.Web.Hosting;

namespace Archive.Cli.Hosting;

/// <summary>The archive of a data folder with its settings: open for writing, under the lock of the folder where its files need one, or for reading
/// beside whoever writes. The one way in which commands and pages come to it.</summary>
internal sealed partial class OpenArchive : IDisposable
{
    private readonly RecordArchive _archive;
    private readonly DemoRun? _demo;
    private readonly DataFolderLock? _held;

    private OpenArchive(RecordArchive archive, IConfiguration configuration, DemoRun? demo, DataFolderLock? held)
    {
        _archive = archive;
        Configuration = configuration;
        _demo = demo;
        _held = held;
    }

    public IConfiguration Configuration { get; }

    public DataFolder Folder => _archive.Folder;

    public static OpenArchive ToRead(DataFolder folder)
    {
        FolderCheck.RequireFolder(folder);
        var configuration = ReadConfiguration(folder, null);
        FolderCheck.RequireArchive(folder, configuration);
        return new OpenArchive(ArchiveStore.OpenReadOnly(folder, configuration), configuration, null, null);
    }

    /// <param name="mayBeNew">Makes the archive where there is none; otherwise that is an error.</param>
    public static OpenArchive ToWrite(DataFolder folder, bool mayBeNew)
    {
        if (mayBeNew)
        {
            DataFolderLock.Make(folder);
        }

        FolderCheck.RequireFolder(folder);
        var configuration = ReadConfiguration(folder, null);
        if (!mayBeNew)
        {
            FolderCheck.RequireArchive(folder, configuration);
        }

        var held = ArchiveStore.NeedsFolderLock(configuration) ? DataFolderLock.Take(folder) : null;
        try
        {
            return new OpenArchive(ArchiveStore.Open(folder, configuration), configuration, null, held);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>One end of a move, whose command holds the locks of both.</summary>
    public static OpenArchive OfMove(MoveEnd end, ArchiveUse use)
    {
        if (use != ArchiveUse.Fill)
        {
            FolderCheck.RequireArchive(end.Folder, end.Configuration);
        }

        return new OpenArchive(
            use == ArchiveUse.Read ? ArchiveStore.OpenReadOnly(end.Folder, end.Configuration) : ArchiveStore.Open(end.Folder, end.Configuration, use),
            end.Configuration,
            null,
            null);
    }

    /// <summary>Of a demo, whose command has taken the lock before it made the folder, and keeps it.</summary>
    public static OpenArchive OfDemo(DataFolder folder, DemoRun demo)
    {
        var configuration = ReadConfiguration(folder, demo);
        return new OpenArchive(ArchiveStore.Open(folder, configuration), configuration, demo, null);
    }

    /// <summary>What the archive is made of, with or without pages.</summary>
    public void AddTo(IServiceCollection services)
    {
        if (_demo is not null)
        {
            services.AddSingleton(CaptureClock.StandingAt(_demo.Today));
            services.AddSingleton(_demo.Sdk);
        }

        services.AddArchive(_archive, Configuration);
        services.AddSingleton<BeforeCapture>(provider => provider.GetRequiredService<ConfigurationRecord>().WriteIfChangedAsync);
    }

    /// <summary>Settles what a killed process left, and takes up the sources that were made on the pages. Belongs between opening to write and the first job:
    /// whatever runs later is not interrupted.</summary>
    public static async Task SettleAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<InterruptedRuns>().SettleAsync(cancellationToken);
        await services.GetRequiredService<RenewSources>()(cancellationToken);
        try
        {
            await services.GetRequiredService<RegisterFileImport>().ImportIfChangedAsync(cancellationToken);
        }
        catch (RegisterFormatException e)
        {
            // A slip in the list must not keep anybody from searching or from placing a hold. Whatever captures asks again, and fails.
            Log.RegisterNotTaken(services.GetRequiredService<ILogger<OpenArchive>>(), e.Message);
        }
    }

    public void Dispose()
    {
        _archive.Dispose();
        _held?.Dispose();
    }

    private static IConfiguration ReadConfiguration(DataFolder folder, DemoRun? demo)
    {
        FolderCheck.CheckSettings(folder);
        return ArchiveConfiguration.Read(folder, demo?.Settings);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2120, Level = LogLevel.Warning, Message = "register.csv was not taken in, and the register stays as it was. {Mistake} Correct the file: nothing is captured until then.")]
        public static partial void RegisterNotTaken(ILogger logger, string mistake);
    }
}
