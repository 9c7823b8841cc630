using Archive.Cli.CommandLine;
using Archive.Cli.Demo;
using Archive.Jobs;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Archive.Web.Hosting;

namespace Archive.Cli.Hosting;

/// <summary>An archive open for writing together with its pages, their users and the scheduled jobs. Nothing is served and no job runs before
/// <see cref="ServeAsync"/>, so commands that need the users open it, too.</summary>
internal sealed class PagesHost : IAsyncDisposable
{
    private readonly SqliteArchive _archive;
    private readonly WebApplication _pages;
    private readonly DataFolderLock? _held;

    private PagesHost(SqliteArchive archive, WebApplication pages, DataFolderLock? held)
    {
        _archive = archive;
        _pages = pages;
        _held = held;
    }

    /// <param name="urls">Where to serve; null when it will not be served.</param>
    public static async Task<PagesHost> OpenAsync(
        DataFolder folder, CommandContext context, string? urls, CancellationToken cancellationToken, bool mayBeNew = false)
    {
        if (!mayBeNew)
        {
            FolderCheck.RequireArchive(folder);
        }

        var held = DataFolderLock.Take(folder);
        try
        {
            return await OpenHeldAsync(folder, context, urls, null, held, cancellationToken);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <param name="demo">What a demo changes; null for every other archive.</param>
    /// <param name="held">The folder's lock, given up with the host; null when the caller keeps it.</param>
    public static async Task<PagesHost> OpenHeldAsync(
        DataFolder folder,
        CommandContext context,
        string? urls,
        DemoRun? demo,
        DataFolderLock? held,
        CancellationToken cancellationToken)
    {
        var configuration = ArchiveSession.Configuration(folder, demo);
        var archive = SqliteArchive.Open(folder, ArchiveSession.Seed(configuration));
        try
        {
            var pages = Build(archive, configuration, context, urls, demo);
            await pages.Services.GetRequiredService<InterruptedRuns>().SettleAsync(cancellationToken);
            return new PagesHost(archive, pages, held);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _pages.Services.GetRequiredService<T>();

    public AsyncServiceScope NewScope() => _pages.Services.CreateAsyncScope();

    /// <summary>Serves the pages and runs the jobs until stopped.</summary>
    /// <param name="started">Told the addresses once they answer.</param>
    public async Task ServeAsync(Action<IReadOnlyList<string>> started, CancellationToken cancellationToken)
    {
        await _pages.StartAsync(cancellationToken);
        started([.. _pages.Urls]);
        await _pages.WaitForShutdownAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _pages.DisposeAsync();
        _archive.Dispose();
        _held?.Dispose();
    }

    private static WebApplication Build(
        SqliteArchive archive, IConfiguration configuration, CommandContext context, string? urls, DemoRun? demo)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddConfiguration(configuration);
        ArchiveSession.Log(builder.Logging, context.Verbose ? LogLevel.Debug : LogLevel.Warning);
        if (urls is not null)
        {
            builder.WebHost.UseUrls(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        ArchiveSession.AddServices(builder.Services, archive, configuration, demo);
        builder.Services.AddArchiveJobs(options => Schedule(options, configuration));
        builder.Services.AddArchiveWeb(configuration, archive.Folder);
        return builder.Build().MapArchiveWeb();
    }

    private static void Schedule(JobsOptions options, IConfiguration configuration)
    {
        configuration.GetSection(JobsOptions.Section).Bind(options);
        foreach (var (name, source) in ArchiveConfiguration.ReadSettings(configuration).Sources)
        {
            options.Pull[name] = source.Schedule;
        }
    }
}
