using System.Collections.Concurrent;
using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Archive.IntegrationTests.Web;

/// <summary>Records what was started.</summary>
internal sealed class RecordedScheduler : IJobScheduler
{
    public ConcurrentQueue<(string Job, string? Source, string By)> Started { get; } = [];

    public IReadOnlyList<ScheduledJob> ReadJobs() =>
    [
        new("pull", "slack", "*/15 * * * *", DateTimeOffset.UnixEpoch.AddYears(80)),
        new("confirm", "harbor", "30 4 * * *", null),
        new("index", null, "*/5 * * * *", null),
        new("clean-up", null, "0 3 * * *", null),
        new("verify", null, "0 4 * * 0", null),
    ];

    public Task RunNowAsync(string job, string? source, string startedBy, CancellationToken cancellationToken)
    {
        Started.Enqueue((job, source, startedBy));
        return Task.CompletedTask;
    }

    public ConcurrentQueue<(string? Source, string? Kind, long[]? Items, string By)> Retries { get; } = [];

    public Task<bool> RetryQuarantineAsync(string? source, string? kind, long[]? items, string startedBy, CancellationToken cancellationToken)
    {
        Retries.Enqueue((source, kind, items, startedBy));
        return Task.FromResult(true);
    }
}

/// <summary>The real evidence log, until it is told to fail.</summary>
internal sealed class BreakableEvidenceLog(IEvidenceLog real) : IEvidenceLog
{
    private volatile bool _broken;

    public bool Broken
    {
        get => _broken;
        set => _broken = value;
    }

    public static void Wrap(IServiceCollection services)
    {
        var real = services.Last(s => s.ServiceType == typeof(IEvidenceLog));
        services.Remove(real);
        services.AddSingleton<IEvidenceLog>(provider => new BreakableEvidenceLog((IEvidenceLog)(
            real.ImplementationInstance
            ?? real.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)))); // one of the three is always set
    }

    public Task<long> AppendAsync(EvidenceEntry entry, CancellationToken cancellationToken) =>
        Broken ? throw new IOException("The disk is full.") : real.AppendAsync(entry, cancellationToken);

    public Task<IReadOnlyList<EvidenceEntry>> ReadAsync(IReadOnlyList<EvidenceKind> kinds, long? before, int take, CancellationToken cancellationToken) =>
        real.ReadAsync(kinds, before, take, cancellationToken);
}

/// <summary>Everything that was logged, at every level.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
