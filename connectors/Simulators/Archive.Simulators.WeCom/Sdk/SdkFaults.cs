using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Faults;
using Archive.Simulators.WeCom.Serving;
using Archive.Simulators.WeCom.Wire;

namespace Archive.Simulators.WeCom.Sdk;

/// <summary>Numbers the calls of the SDK and lets the scheduled ones go wrong.</summary>
internal sealed class SdkFaults(WeComSimulatorOptions options, RequestLog<FaultKind> log)
{
    private int _calls;
    private int _decryptions;

    public SdkAnswer Call(string method, Func<SdkAnswer> answer)
    {
        var decrypts = method == FinanceSdk.DecryptData;
        var number = decrypts ? Interlocked.Increment(ref _decryptions) : Interlocked.Increment(ref _calls);
        var scheduled = (decrypts ? options.DecryptFaults : options.SdkFaults).For(number);
        FaultKind? fault = scheduled is { } kind && Fits(kind, method) ? kind : null;
        var given = fault is { } struck ? Spoil(struck, answer) : answer();
        log.Add(new RequestRecord<FaultKind>(number, method, given.Code, given.Code == 0 ? null : $"{given.Code}", fault));
        return given;
    }

    private static SdkAnswer Spoil(FaultKind fault, Func<SdkAnswer> answer) => fault switch
    {
        FaultKind.SdkNetwork => SdkAnswer.Refusal(SdkCode.Network),
        FaultKind.SdkParse => SdkAnswer.Refusal(SdkCode.Parse),
        FaultKind.SdkSystemCall => SdkAnswer.Refusal(SdkCode.SystemCall),
        FaultKind.SdkDecrypt => SdkAnswer.Refusal(SdkCode.DecryptError),
        FaultKind.SdkBusy => new SdkAnswer(SdkCode.Ok, Json.Error(ApiError.Busy.Code, ApiError.Busy.Message)),
        FaultKind.SdkRateLimited => new SdkAnswer(SdkCode.Ok, Json.Error(ApiError.RateLimited.Code, ApiError.RateLimited.Message)),
        FaultKind.SdkCrash => new SdkAnswer(SdkCode.Ok, [], Act: SdkAct.Crash),
        FaultKind.SdkHang => new SdkAnswer(SdkCode.Ok, [], Act: SdkAct.Hang),
        FaultKind.SdkLeak => answer() with { Act = SdkAct.Leak },
        _ => Halved(answer()),
    };

    private static SdkAnswer Halved(SdkAnswer answer) => answer with { Data = answer.Data[..(answer.Data.Length / 2)], Act = SdkAct.Garbage };

    private static bool Fits(FaultKind fault, string method) => fault switch
    {
        FaultKind.SdkBusy or FaultKind.SdkRateLimited => method == FinanceSdk.GetChatData,
        FaultKind.SdkSystemCall => method == FinanceSdk.GetMediaData,
        FaultKind.SdkDecrypt => method == FinanceSdk.DecryptData,
        FaultKind.SdkNetwork or FaultKind.SdkParse => method != FinanceSdk.DecryptData,
        _ => fault > FaultKind.SdkNetwork,
    };
}
