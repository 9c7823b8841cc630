namespace Archive.Simulators.WeCom;

/// <summary>Whether the caller's address is on the corporation's lists.</summary>
public enum WeComAddressTrust
{
    Trusted,

    /// <summary>It is not; the SDK says so by return code 10009, the HTTP API by errcode 60020.</summary>
    RefusedByCode,

    /// <summary>It is not; the SDK returns 0 with errcode 301042 inside, the HTTP API answers errcode 60020.</summary>
    RefusedInside,
}
