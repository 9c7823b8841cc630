using Archive.Core.Dependencies;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Archive.Storage.PostgreSql;

/// <summary>Resilience of the store on a server. Connecting is tried again, since nothing can have been done by then; a transaction only where the
/// server says that nothing of it is there. Waits go through the <see cref="TimeProvider"/>.</summary>
internal static class PostgreSqlPipeline
{
    private const string Name = "postgresql";

    /// <summary>A transaction that keeps meeting others, or lost connections, fails after this many more attempts.</summary>
    private const int TransactionRetries = 3;

    // A server that is down is asked by one caller now and then, and not by every page view at once.
    private const int FailuresToBreak = 12;
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>A limit for everything, around retries, around a circuit breaker. One attempt is limited by the driver's own time-out, since its
    /// synchronous calls watch no token.</summary>
    /// <param name="report">Told whenever the circuit opens, closes or is tried; null when nobody asks.</param>
    public static ResiliencePipeline ForConnecting(PostgreSqlOptions options, TimeProvider time, Action<DependencyCondition>? report)
    {
        report?.Invoke(DependencyCondition.Closed);
        var builder = new ResiliencePipelineBuilder { Name = Name, TimeProvider = time };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.TotalTimeout });
        AddRetry(builder, options.Retries, options.RetryDelay, PostgreSqlFailure.IsNotConnected);
        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 1,
            MinimumThroughput = FailuresToBreak,
            SamplingDuration = Sampling,
            BreakDuration = Break,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } error && PostgreSqlFailure.IsNotConnected(error)),
            OnOpened = _ => Report(DependencyCondition.Open),
            OnHalfOpened = _ => Report(DependencyCondition.HalfOpen),
            OnClosed = _ => Report(DependencyCondition.Closed),
        });
        return builder.Build();

        ValueTask Report(DependencyCondition state)
        {
            report?.Invoke(state);
            return default;
        }
    }

    public static ResiliencePipeline ForTransactions(PostgreSqlOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { Name = Name, TimeProvider = time };
        AddRetry(builder, TransactionRetries, options.RetryDelay, error => PostgreSqlFailure.IsLost(error) || PostgreSqlFailure.IsConflict(error));
        return builder.Build();
    }

    private static void AddRetry(ResiliencePipelineBuilder builder, int retries, TimeSpan delay, Func<Exception, bool> mayRetry)
    {
        if (retries == 0)
        {
            return;
        }

        builder.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = delay,
            MaxDelay = LongestDelay,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } error && mayRetry(error)),
        });
    }
}
