namespace Archive.Simulators.WeCom.Faults;

/// <summary>Ways in which one answer can go wrong. The first group strikes the HTTP API, the second, with <c>Sdk</c> in front, the SDK. None loses
/// data for a client that gets a new token when its own is refused, starts a new child process when one is lost, and otherwise tries again.</summary>
public enum FaultKind
{
    /// <summary>errcode −1.</summary>
    Busy,

    /// <summary>errcode 45009.</summary>
    RateLimited,

    /// <summary>errcode 45033.</summary>
    TooManyAtOnce,

    /// <summary>errcode 42001: every token issued so far has expired. Strikes only where there is a token.</summary>
    ExpiredToken,

    /// <summary>errcode 40014: every token issued so far is void. Strikes only where there is a token.</summary>
    InvalidToken,

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

    /// <summary>Return code 10001.</summary>
    SdkNetwork,

    /// <summary>Return code 10002.</summary>
    SdkParse,

    /// <summary>Return code 10003. Strikes media only.</summary>
    SdkSystemCall,

    /// <summary>Return code 10008. Strikes <c>DecryptData</c> only.</summary>
    SdkDecrypt,

    /// <summary>Return code 0 with errcode −1 inside. Strikes messages only.</summary>
    SdkBusy,

    /// <summary>Return code 0 with errcode 45009 inside. Strikes messages only.</summary>
    SdkRateLimited,

    /// <summary>The process dies during the call.</summary>
    SdkCrash,

    /// <summary>The call never returns.</summary>
    SdkHang,

    /// <summary>The library writes to the standard output of its process, and what it returns is cut off in the middle.</summary>
    SdkGarbage,

    /// <summary>The right answer, and memory that is never given back.</summary>
    SdkLeak,
}
