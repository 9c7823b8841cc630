using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Faults;
using Archive.Simulators.WeCom.Messages;
using Archive.Simulators.WeCom.Serving;
using Archive.Simulators.WeCom.Wire;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>What the SDK does, behind the fake child process and the fake library alike. Safe for concurrent use.</summary>
internal sealed class FinanceSdk(
    MessageStream stream, ChatPages pages, WeComSimulatorOptions options, RequestLog<FaultKind> log, Func<DateTimeOffset> now)
{
    public const string Init = "Init";
    public const string GetChatData = "GetChatData";
    public const string GetMediaData = "GetMediaData";
    public const string DecryptData = "DecryptData";
    private const uint MostMessages = 1_000;
    private readonly MediaShelf _shelf = new(stream, options);
    private readonly SdkFaults _faults = new(options, log);
    private readonly RateWindows _windows = new(options.Time, 1);

    /// <summary>The library has to ask before it decrypts, because a fault may be due.</summary>
    public bool AsksBeforeDecrypt => options.DecryptFaults != FaultSchedule.None;

    /// <summary>Empty arguments are refused here, wrong ones with the first call: the library cannot know them earlier.</summary>
    public int Open(string corpId, string secret)
    {
        var code = corpId.Length > 0 && secret.Length > 0 ? SdkCode.Ok : SdkCode.BadArgument;
        log.Add(new RequestRecord<FaultKind>(0, Init, code, code == 0 ? null : $"{code}"));
        return code;
    }

    public SdkAnswer ReadChat(string corpId, string secret, ulong seq, uint limit) => _faults.Call(GetChatData, () =>
    {
        if (limit is 0 or > MostMessages)
        {
            return SdkAnswer.Refusal(SdkCode.BadArgument);
        }

        if (Admission(corpId, secret) is { } refusal)
        {
            return refusal;
        }

        if (options.EnforceRateLimits && _windows.Take(new RateBudget(GetChatData, RouteTable.ChatPerMinute, TimeSpan.FromMinutes(1))) is not null)
        {
            return Inside(ApiError.RateLimited);
        }

        var moment = now();
        return new SdkAnswer(SdkCode.Ok, pages.Write(stream.After(seq, (int)limit, moment - options.Window, moment)));
    });

    public SdkAnswer ReadMedia(string corpId, string secret, string index, string fileId) => _faults.Call(GetMediaData, () =>
    {
        // There is no JSON in which an error could stand: what would be one cannot be parsed as a file.
        return Admission(corpId, secret) is { } refusal
            ? SdkAnswer.Refusal(refusal.Code == SdkCode.Ok ? SdkCode.Parse : refusal.Code)
            : _shelf.Read(index, fileId, now());
    });

    public SdkAnswer Decrypt(string contentKey, string encrypted) => _faults.Call(DecryptData, () =>
    {
        if (contentKey.Length == 0 || encrypted.Length == 0)
        {
            return SdkAnswer.Refusal(SdkCode.BadArgument);
        }

        return ToyCipher.Decrypt(contentKey, encrypted) is { } text ? new SdkAnswer(SdkCode.Ok, text) : SdkAnswer.Refusal(SdkCode.Undecipherable);
    });

    /// <summary>The fault of a decryption that the library does by itself; otherwise a success without data.</summary>
    public SdkAnswer AskDecrypt() => _faults.Call(DecryptData, () => new SdkAnswer(SdkCode.Ok, []));

    /// <summary>Null for the archive's own secret from a trusted address.</summary>
    private SdkAnswer? Admission(string corpId, string secret) => options switch
    {
        { AddressTrust: WeComAddressTrust.RefusedByCode } => SdkAnswer.Refusal(SdkCode.AddressNotTrusted),
        { AddressTrust: WeComAddressTrust.RefusedInside } => Inside(ApiError.ArchiveAddress),
        _ when corpId != options.CorpId => SdkAnswer.Refusal(SdkCode.BadArgument),
        _ when secret == options.AppSecret || secret == options.ContactSecret => Inside(ApiError.Forbidden),
        _ when secret != options.ArchiveSecret => SdkAnswer.Refusal(SdkCode.BadArgument),
        { SubscriptionExpired: true } => Inside(ApiError.Expired),
        _ => null,
    };

    private static SdkAnswer Inside(ApiException error) => new(SdkCode.Ok, Json.Error(error.Code, error.Message));
}
