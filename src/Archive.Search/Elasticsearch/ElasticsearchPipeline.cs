using Archive.Core.Dependencies;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Archive.Search.Elasticsearch;

/// <summary>One attempt's outcome that is an HTTP answer.</summary>
internal sealed record ElasticsearchAttempt(ElasticsearchResponse Response, TimeSpan? RetryAfter);

/// <summary>A limit for everything, around retries, around a circuit breaker, around a limit for each attempt. Waits go through the <see cref="TimeProvider"/>.</summary>
internal static class ElasticsearchPipeline
{
    // The right password is answered 401 for up to a second while the cluster's index of users comes back.
    private const int UnauthorizedRetries = 4;
    private static readonly TimeSpan UnauthorizedDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(30);

    // Opens only when the whole cluster is plainly away: nearly all of at least twenty attempts in half a minute failed, over all nodes together. Searches
    // are then refused at once instead of after all retries; the index job comes back each minute.
    private const double FailureRatio = 0.9;
    private const int MinimumThroughput = 20;
    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);

    /// <param name="report">Told whenever the circuit opens, closes or is tried.</param>
    public static ResiliencePipeline<ElasticsearchAttempt> Build(
        ElasticsearchOptions options, bool hasCredentials, TimeProvider time, Action<DependencyCondition> report)
    {
        report(DependencyCondition.Closed);
        var builder = new ResiliencePipelineBuilder<ElasticsearchAttempt> { TimeProvider = time };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.TotalTimeout });
        if (hasCredentials)
        {
            builder.AddRetry(new RetryStrategyOptions<ElasticsearchAttempt>
            {
                MaxRetryAttempts = UnauthorizedRetries,
                Delay = UnauthorizedDelay,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Response.Status == 401),
            });
        }

        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<ElasticsearchAttempt>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = LongestDelay,
                ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome)),
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome)),
            });
        }

        builder.AddCircuitBreaker(Breaker(report));
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.RequestTimeout });
        return builder.Build();
    }

    /// <summary>Another node may do better.</summary>
    public static bool IsTransient(int status) => status is 429 or 502 or 503 or 504;

    /// <summary>Being asked to slow down (429) is not being away.</summary>
    private static CircuitBreakerStrategyOptions<ElasticsearchAttempt> Breaker(Action<DependencyCondition> report)
    {
        return new CircuitBreakerStrategyOptions<ElasticsearchAttempt>
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = MinimumThroughput,
            SamplingDuration = SamplingDuration,
            BreakDuration = BreakDuration,
            ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome) && arguments.Outcome.Result?.Response.Status != 429),
            OnOpened = _ => Report(DependencyCondition.Open),
            OnHalfOpened = _ => Report(DependencyCondition.HalfOpen),
            OnClosed = _ => Report(DependencyCondition.Closed),
        };

        ValueTask Report(DependencyCondition state)
        {
            report(state);
            return ValueTask.CompletedTask;
        }
    }

    private static bool IsTransient(Outcome<ElasticsearchAttempt> outcome) => outcome switch
    {
        { Exception: HttpRequestException { InnerException: System.Security.Authentication.AuthenticationException } } => false,
        { Exception: HttpRequestException or TimeoutRejectedException or IOException } => true,
        { Result: { } attempt } => IsTransient(attempt.Response.Status),
        _ => false,
    };

    private static TimeSpan? RetryAfter(Outcome<ElasticsearchAttempt> outcome) =>
        outcome.Result?.RetryAfter is { } wait ? (wait < LongestRetryAfter ? wait : LongestRetryAfter) : null;
}
