using System.Globalization;
using Archive.Simulators.Feishu.Faults;
using Archive.Simulators.Hosting;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>Faults of transport and body; those of tokens are worked into the answer by the endpoint.</summary>
internal sealed class FaultInjector(FeishuSimulatorOptions options)
{
    public const string ResetHeader = "x-ogw-ratelimit-reset";
    public const string LimitHeader = "x-ogw-ratelimit-limit";
    private static readonly byte[] RateLimitedBody = """{"code":99991400,"msg":"request trigger frequency limit"}"""u8.ToArray();

    private static readonly byte[] InternalErrorBody = """{"code":1500,"msg":"internal error"}"""u8.ToArray();

    /// <summary>True when the fault lets the right answer be made and spoils its sending.</summary>
    public static bool SpoilsBody(FaultKind? fault, bool download) => fault is FaultKind.ConnectionReset or FaultKind.Delay
        || (!download && fault is FaultKind.TruncatedJson or FaultKind.GarbledJson);

    public static int StatusOf(FaultKind? fault) => fault switch
    {
        FaultKind.RateLimited => StatusCodes.Status429TooManyRequests,
        FaultKind.RateLimitedOldForm => StatusCodes.Status400BadRequest,
        FaultKind.ServerError or FaultKind.InternalError => StatusCodes.Status500InternalServerError,
        _ => 0,
    };

    public static async Task SendRateLimitedAsync(HttpContext context, int status, int limit, int seconds)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers[LimitHeader] = limit.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[ResetHeader] = seconds.ToString(CultureInfo.InvariantCulture);
        await SpoiltAnswer.SendWholeAsync(context, RateLimitedBody);
    }

    /// <summary>True when the fault takes the place of the answer.</summary>
    public async Task<bool> AnswerInsteadAsync(HttpContext context, FaultKind? fault)
    {
        switch (fault)
        {
            case FaultKind.RateLimited or FaultKind.RateLimitedOldForm:
                await SendRateLimitedAsync(context, StatusOf(fault), RateLimiter.PerMinute, 1);
                return true;
            case FaultKind.ServerError:
                await SpoiltAnswer.SendErrorPageAsync(context);
                return true;
            case FaultKind.InternalError:
                context.Response.StatusCode = StatusOf(fault);
                context.Response.ContentType = "application/json; charset=utf-8";
                await SpoiltAnswer.SendWholeAsync(context, InternalErrorBody);
                return true;
            case FaultKind.Hang:
                await SpoiltAnswer.WaitAsync(options.FaultHang, options.Time, context.RequestAborted);
                context.Abort();
                return true;
            default:
                return false;
        }
    }

    public Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, FaultKind? fault) =>
        SpoiltAnswer.SendAsync(context, body, SpoilOf(fault), options.FaultDelay, options.Time);

    private static Spoil SpoilOf(FaultKind? fault) => fault switch
    {
        FaultKind.Delay => Spoil.Late,
        FaultKind.ConnectionReset => Spoil.CutOff,
        FaultKind.TruncatedJson => Spoil.Half,
        FaultKind.GarbledJson => Spoil.Garbled,
        _ => Spoil.None,
    };
}
