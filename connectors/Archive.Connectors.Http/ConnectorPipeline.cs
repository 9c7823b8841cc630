using System.Globalization;
using System.Net;
using Archive.Core.Dependencies;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Archive.Connectors.Http;

/// <summary>Retry around circuit breaker around timeout. Waits go through the builder's <see cref="TimeProvider"/>.</summary>
internal static class ConnectorPipeline
{
    // Opens only when a platform is plainly down: nearly everything of at least twenty calls in half a minute failed.
    private const double FailureRatio = 0.9;
    private const int MinimumThroughput = 20;
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(10);

    /// <param name="report">Told whenever the circuit opens, closes or is tried.</param>
    public static void Build(
        ResiliencePipelineBuilder<HttpResponseMessage> builder, ConnectorHttpOptions options, TimeProvider time, Action<DependencyCondition> report)
    {
        report(DependencyCondition.Closed);
        builder.TimeProvider = time;
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstDelay,
                MaxDelay = options.LongestDelay,
                ShouldHandle = arguments => ValueTask.FromResult(
                    IsTransient(arguments.Outcome) && !(RetryAfter(arguments.Outcome, options, time) > options.LongestRetryAfter)),
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome, options, time)),
            });
        }

        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = MinimumThroughput,
            BreakDuration = BreakDuration,
            ShouldHandle = arguments => ValueTask.FromResult(
                IsTransient(arguments.Outcome) && arguments.Outcome.Result?.StatusCode != HttpStatusCode.TooManyRequests),
            OnOpened = _ => Report(DependencyCondition.Open),
            OnHalfOpened = _ => Report(DependencyCondition.HalfOpen),
            OnClosed = _ => Report(DependencyCondition.Closed),
        });
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout });

        ValueTask Report(DependencyCondition state)
        {
            report(state);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The wait the platform asked for, in either form of the header or in its own one; null when it did not.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, ConnectorHttpOptions options, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow()) ?? OwnWait(response, options);
        return wait is { } value ? (value < TimeSpan.Zero ? TimeSpan.Zero : value) : null;
    }

    private static TimeSpan? RetryAfter(Outcome<HttpResponseMessage> outcome, ConnectorHttpOptions options, TimeProvider time) =>
        outcome.Result is { } response ? RetryAfter(response, options, time) : null;

    /// <summary>Such headers come with every answer and tell when the budget is whole again; only a refusal makes a wait of them.</summary>
    private static TimeSpan? OwnWait(HttpResponseMessage response, ConnectorHttpOptions options) =>
        options.WaitHeader is { } name && response.StatusCode == HttpStatusCode.TooManyRequests && response.Headers.TryGetValues(name, out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds) : null;

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException or BrokenCircuitException } => true,
        { Result.StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } => true,
        { Result.StatusCode: >= HttpStatusCode.InternalServerError } => true,
        _ => false,
    };
}
