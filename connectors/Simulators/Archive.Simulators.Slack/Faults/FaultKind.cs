namespace Archive.Simulators.Slack.Faults;

/// <summary>Ways in which one answer can go wrong. None loses data for a client that retries, de-duplicates and follows the
/// continuation it is given.</summary>
public enum FaultKind
{
    /// <summary>HTTP 429 with <c>Retry-After: 1</c>, outside the counted limits.</summary>
    RateLimited,

    /// <summary>HTTP 500 with an HTML body.</summary>
    ServerError,

    /// <summary>Silence, then a dropped connection.</summary>
    Hang,

    /// <summary>The right answer, late.</summary>
    Delay,

    /// <summary>Half of the announced body, then a reset.</summary>
    ConnectionReset,

    /// <summary>A complete HTTP answer whose JSON ends in the middle.</summary>
    TruncatedJson,

    /// <summary>A complete HTTP answer with bytes in it that JSON forbids.</summary>
    GarbledJson,

    /// <summary>The next page brings nearly all items of this page again.</summary>
    RepeatedPage,

    /// <summary>The items of the page in another order; the continuation is the right one.</summary>
    ReorderedPage,

    /// <summary>Fewer items than asked for; the continuation is the right one.</summary>
    ShortPage,

    /// <summary>Nothing new, but a continuation: no item at all, or, where the boundary message is repeated, only that one.</summary>
    EmptyPage,
}

/// <summary>What is wrong with one file.</summary>
public enum FileFault
{
    /// <summary>A link elsewhere, without content.</summary>
    External,

    /// <summary>The announced <c>size</c> is not that of the content.</summary>
    WrongSize,

    /// <summary>The body ends after half of its announced length.</summary>
    Truncated,

    /// <summary>HTTP 200 with the sign-in page, whatever the token.</summary>
    SignInPage,

    /// <summary>HTTP 404.</summary>
    Missing,
}
