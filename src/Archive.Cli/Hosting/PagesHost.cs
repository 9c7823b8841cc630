using Archive.Cli.CommandLine;
using Archive.Cli.Demo;
using Archive.Jobs;
using Archive.Storage;
using Archive.Web.Hosting;

namespace Archive.Cli.Hosting;

/// <summary>An archive open for writing together with its pages, their users and the scheduled jobs, or some of them. Nothing is served and no job runs
/// before <see cref="ServeAsync"/>, so commands that need the users open it, too.</summary>
internal sealed class PagesHost : IAsyncDisposable
{
    private readonly OpenArchive _archive;
    private readonly WebApplication _pages;

    private PagesHost(OpenArchive archive, WebApplication pages)
    {
        _archive = archive;
        _pages = pages;
    }

    /// <param name="urls">Where to serve; null when it will not be served.</param>
    /// <param name="mayBeNew">Makes the archive where there is none; otherwise that is an error.</param>
    public static Task<PagesHost> OpenAsync(
        DataFolder folder, CommandContext context, string? urls, CancellationToken cancellationToken, bool mayBeNew = false) =>
        OpenAsync(OpenArchive.ToWrite(folder, mayBeNew), context, urls, _ => ServedParts.Pages | ServedParts.Jobs, cancellationToken);

    /// <param name="choose">What to serve; told whether jobs may run in other processes.</param>
    public static Task<PagesHost> OpenToServeAsync(
        DataFolder folder, CommandContext context, string urls, Func<bool, ServedParts> choose, CancellationToken cancellationToken) =>
        OpenAsync(OpenArchive.ToWrite(folder, mayBeNew: true), context, urls, choose, cancellationToken);

    public static Task<PagesHost> OpenDemoAsync(
        DataFolder folder, CommandContext context, string urls, DemoRun demo, CancellationToken cancellationToken) =>
        OpenAsync(OpenArchive.OfDemo(folder, demo), context, urls, _ => ServedParts.Pages | ServedParts.Jobs, cancellationToken);

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
    }

    private static async Task<PagesHost> OpenAsync(
        OpenArchive archive, CommandContext context, string? urls, Func<bool, ServedParts> choose, CancellationToken cancellationToken)
    {
        try
        {
            var pages = Build(archive, context, urls, choose(ArchiveJobStorage.IsShared(archive.Configuration)));
            await OpenArchive.SettleAsync(pages.Services, cancellationToken);
            return new PagesHost(archive, pages);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static WebApplication Build(OpenArchive archive, CommandContext context, string? urls, ServedParts parts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddConfiguration(archive.Configuration);
        CommandLog.Configure(builder.Logging, context.Verbose ? LogLevel.Debug : LogLevel.Warning, archive.Configuration);
        if (urls is not null)
        {
            builder.WebHost.UseUrls(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        archive.AddTo(builder.Services);
        builder.Services.AddJobStorage(archive.Configuration);
        builder.Services.AddArchiveJobs(options =>
        {
            Schedule(options, archive.Configuration);
            options.RunHere = parts.HasFlag(ServedParts.Jobs);
        });
        builder.Services.AddArchiveWeb(archive.Configuration, archive.Folder);
        return parts.HasFlag(ServedParts.Pages) ? builder.Build().MapArchiveWeb() : builder.Build().MapArchiveWorker();
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
