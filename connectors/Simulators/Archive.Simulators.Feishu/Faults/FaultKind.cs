namespace Archive.Simulators.Feishu.Faults;

/// <summary>Ways in which one answer can go wrong. None loses data for a client that gets a new token when its own is refused, begins a walk
/// again when its page token is refused, and otherwise tries again.</summary>
public enum FaultKind
{
    /// <summary>HTTP 429, code 99991400, <c>x-ogw-ratelimit-reset: 1</c>; outside the counted limits.</summary>
    RateLimited,

    /// <summary>The same with HTTP 400, as some older APIs answer.</summary>
    RateLimitedOldForm,

    /// <summary>HTTP 500 with an HTML body.</summary>
    ServerError,

    /// <summary>Silence, then a dropped connection.</summary>
    Hang,

    /// <summary>The right answer, late.</summary>
    Delay,

    /// <summary>Half of the announced body, then a reset.</summary>
    ConnectionReset,

    /// <summary>A complete HTTP answer whose JSON ends in the middle. Never strikes a download: nothing would tell it from a shorter file.</summary>
    TruncatedJson,

    /// <summary>A complete HTTP answer with bytes in it that JSON forbids. Never strikes a download.</summary>
    GarbledJson,

    /// <summary>Code 99991663: every token issued so far has lost its validity.</summary>
    ExpiredToken,

    /// <summary>The code of a wrong page token, for a good one. Strikes only where there is one.</summary>
    InvalidPageToken,

    /// <summary>HTTP 500 with the envelope of the platform and code 1500, "internal error".</summary>
    InternalError,
}

/// <summary>What is wrong with one file.</summary>
public enum FileFault
{
    /// <summary>Larger than the platform hands out: code 234037.</summary>
    TooLarge,

    /// <summary>Deleted with its message for everybody: code 230110.</summary>
    Deleted,

    /// <summary>Every answer ends after half of its announced length.</summary>
    Truncated,

    /// <summary>The chat forbids downloads: code 234038.</summary>
    Restricted,
}
