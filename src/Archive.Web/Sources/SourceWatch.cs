namespace Archive.Web.Sources;

/// <summary>Takes up what another process has made, changed or removed. The process on whose page it was done knows at once.</summary>
internal sealed partial class SourceWatch(MadeSources sources, TimeProvider clock, ILogger<SourceWatch> logger) : BackgroundService
{
    /// <summary>Reading a handful of rows costs nothing; a person waits no longer for a first pull.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isAway = false;
        while (true)
        {
            await Task.Delay(Beat, clock, stoppingToken);
            try
            {
                await sources.RenewAsync(stoppingToken);
                isAway = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isAway)
                {
                    Log.Failed(logger, e.GetType().Name);
                }

                isAway = true;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6502, Level = LogLevel.Warning, Message = "The sources made on the pages could not be read again ({Kind}). Those that are known stay in force; it is tried every ten seconds.")]
        public static partial void Failed(ILogger logger, string kind);
    }
}
