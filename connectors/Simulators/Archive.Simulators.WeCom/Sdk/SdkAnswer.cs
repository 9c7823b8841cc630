namespace Archive.Simulators.WeCom.Sdk;

/// <summary>What the library does to its process besides answering.</summary>
internal enum SdkAct
{
    None,
    Crash,
    Hang,
    Garbage,
    Leak,
}

/// <summary>Return values of the SDK.</summary>
internal static class SdkCode
{
    public const int Ok = 0;
    public const int BadArgument = 10000;
    public const int Network = 10001;
    public const int Parse = 10002;
    public const int SystemCall = 10003;
    public const int BadFile = 10005;
    public const int Undecipherable = 10006;
    public const int DecryptError = 10008;
    public const int AddressNotTrusted = 10009;
    public const int Expired = 10010;
}

/// <param name="NextIndex"><c>outindexbuf</c>, of media only.</param>
internal sealed record SdkAnswer(int Code, byte[] Data, string NextIndex = "", bool IsFinished = false, SdkAct Act = SdkAct.None)
{
    public static SdkAnswer Refusal(int code) => new(code, []);
}
