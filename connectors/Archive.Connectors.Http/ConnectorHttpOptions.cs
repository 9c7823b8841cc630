using System.ComponentModel.DataAnnotations;

namespace Archive.Connectors.Http;

/// <summary>How patiently a platform is called. These retries cover seconds; minutes and hours belong to the job that runs the connector.</summary>
public sealed class ConnectorHttpOptions
{
    /// <summary>Longest time for one attempt, body included. Default 60 s: a page of 1,000 messages on a slow line.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts after the first one. Default 5.</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 5;

    /// <summary>Wait before the first retry; doubles each time, with jitter. Default 500 ms. A Retry-After of the platform goes first.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest single wait. Default 20 s for our own delays.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest Retry-After that is waited out. Default 2 minutes. Beyond it the run ends as throttled and the job comes back later.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Largest JSON answer, in bytes. Default 64 MiB. More is refused, so that a broken server cannot fill the memory.</summary>
    [Range(1_024, 1_073_741_824)]
    public int MaxAnswerBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>A header of the platform's own in which it tells the seconds to wait with a 429; null where Retry-After is all there is.</summary>
    public string? WaitHeader { get; set; }
}
