using Archive.Cli.CommandLine;
using Archive.Cli.Demo;
using Archive.Cli.Moving;
using Archive.Jobs;
using Archive.Storage;
using Archive.Storage.Moving;

namespace Archive.Cli.Hosting;

/// <summary>An archive that a command has open, without pages: for writing, or for reading beside whoever writes.</summary>
internal sealed class ArchiveSession : IAsyncDisposable
{
    /// <summary>Who acts when nobody signed in: whoever may read and write the data folder.</summary>
    public const string Owner = "owner";

    private readonly OpenArchive _archive;
    private readonly ServiceProvider _services;

    private ArchiveSession(OpenArchive archive, ServiceProvider services)
    {
        _archive = archive;
        _services = services;
    }

    /// <param name="more">Adds what this command needs beside the archive.</param>
    public static ArchiveSession OpenToRead(DataFolder folder, CommandContext context, Action<IServiceCollection>? more = null) =>
        Wrap(OpenArchive.ToRead(folder), context, more);

    /// <summary>One end of a move. Nothing that a killed process left is settled.</summary>
    public static ArchiveSession OpenToMove(MoveEnd end, ArchiveUse use, CommandContext context) => Wrap(OpenArchive.OfMove(end, use), context, null);

    private static ArchiveSession Wrap(OpenArchive archive, CommandContext context, Action<IServiceCollection>? more)
    {
        try
        {
            return new ArchiveSession(archive, Build(archive, context, more));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <param name="mayBeNew">Makes the archive where there is none; otherwise that is an error.</param>
    public static Task<ArchiveSession> OpenToWriteAsync(
        DataFolder folder, CommandContext context, CancellationToken cancellationToken, bool mayBeNew = false) =>
        OpenAsync(OpenArchive.ToWrite(folder, mayBeNew), context, cancellationToken);

    public static Task<ArchiveSession> OpenDemoAsync(DataFolder folder, CommandContext context, DemoRun demo, CancellationToken cancellationToken) =>
        OpenAsync(OpenArchive.OfDemo(folder, demo), context, cancellationToken);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <inheritdoc cref="OpenArchive.SettleAsync"/>
    public Task SettleAsync(CancellationToken cancellationToken) => OpenArchive.SettleAsync(_services, cancellationToken);

    public AsyncServiceScope NewScope() => _services.CreateAsyncScope();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _archive.Dispose();
    }

    private static async Task<ArchiveSession> OpenAsync(OpenArchive archive, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            var session = new ArchiveSession(archive, Build(archive, context, null));
            await session.SettleAsync(cancellationToken);
            return session;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static ServiceProvider Build(OpenArchive archive, CommandContext context, Action<IServiceCollection>? more)
    {
        var services = new ServiceCollection();

        // A failed command says so itself, in one line; the log is for those who ask for it.
        services.AddLogging(logging => CommandLog.Configure(logging, context.Verbose ? LogLevel.Debug : LogLevel.None, archive.Configuration));
        archive.AddTo(services);
        services.AddArchiveJobClasses();
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
