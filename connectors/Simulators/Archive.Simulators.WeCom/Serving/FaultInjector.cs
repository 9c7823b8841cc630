using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Faults;
using Archive.Simulators.WeCom.Wire;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.WeCom.Serving;

/// <summary>Faults of transport and body of the HTTP API; those of tokens are worked into the answer by the endpoint.</summary>
internal sealed class FaultInjector(WeComSimulatorOptions options)
{
    /// <summary>True when the fault lets the right answer be made and spoils its sending.</summary>
    public static bool SpoilsBody(FaultKind? fault) => SpoilOf(fault) != Spoil.None;

    public static int StatusOf(FaultKind? fault) => fault switch
    {
        FaultKind.ServerError => StatusCodes.Status500InternalServerError,
        FaultKind.Hang => 0,
        _ => StatusCodes.Status200OK,
    };

    public static string? CodeOf(FaultKind? fault) => ErrorOf(fault) is { } error ? $"{error.Code}" : null;

    /// <summary>True when the fault takes the place of the answer.</summary>
    public async Task<bool> AnswerInsteadAsync(HttpContext context, FaultKind? fault)
    {
        if (ErrorOf(fault) is { } error)
        {
            context.Response.ContentType = "application/json; charset=UTF-8";
            await SpoiltAnswer.SendWholeAsync(context, Json.Error(error.Code, error.Message));
            return true;
        }

        switch (fault)
        {
            case FaultKind.ServerError:
                await SpoiltAnswer.SendErrorPageAsync(context);
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

    private static ApiException? ErrorOf(FaultKind? fault) => fault switch
    {
        FaultKind.Busy => ApiError.Busy,
        FaultKind.RateLimited => ApiError.RateLimited,
        FaultKind.TooManyAtOnce => ApiError.TooManyAtOnce,
        _ => null,
    };

    private static Spoil SpoilOf(FaultKind? fault) => fault switch
    {
        FaultKind.Delay => Spoil.Late,
        FaultKind.ConnectionReset => Spoil.CutOff,
        FaultKind.TruncatedJson => Spoil.Half,
        FaultKind.GarbledJson => Spoil.Garbled,
        _ => Spoil.None,
    };
}
