using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Archive.Search.Elasticsearch;

/// <summary>One attempt's outcome that is an HTTP answer.</summary>
internal sealed record ElasticsearchAttempt(ElasticsearchResponse Response, TimeSpan? RetryAfter);

/// <summary>A limit for everything, around retries, around a limit for each attempt. Waits go through the <see cref="TimeProvider"/>.</summary>
internal static class ElasticsearchPipeline
{
    // The right password is answered 401 for up to a second while the cluster's index of users comes back.
    private const int UnauthorizedRetries = 4;
    private static readonly TimeSpan UnauthorizedDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(30);

    public static ResiliencePipeline<ElasticsearchAttempt> Build(ElasticsearchOptions options, bool hasCredentials, TimeProvider time)
    {
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

        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.RequestTimeout });
        return builder.Build();
    }

    /// <summary>Another node may do better.</summary>
    public static bool IsTransient(int status) => status is 429 or 502 or 503 or 504;

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
