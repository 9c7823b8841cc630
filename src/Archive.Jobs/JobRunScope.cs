using Archive.Core.Jobs;
using Microsoft.Extensions.Logging;

namespace Archive.Jobs;

/// <summary>Around the work of a run: its span, and the scope by which every log line within it names job, source and run.</summary>
public static class JobRunScope
{
    private static readonly Func<ILogger, string, string?, long, IDisposable?> OfSource =
        LoggerMessage.DefineScope<string, string?, long>("Job {Job} of {Source}, run {Run}");

    private static readonly Func<ILogger, string, long, IDisposable?> OfArchive = LoggerMessage.DefineScope<string, long>("Job {Job}, run {Run}");

    public static IDisposable Begin(ILogger logger, string job, string? source, long run) => new Both(
        JobTelemetry.StartRun(job, source, run),
        source is null ? OfArchive(logger, job, run) : OfSource(logger, job, source, run));

    private sealed class Both(IDisposable? span, IDisposable? scope) : IDisposable
    {
        public void Dispose()
        {
            scope?.Dispose();
            span?.Dispose();
        }
    }
}
