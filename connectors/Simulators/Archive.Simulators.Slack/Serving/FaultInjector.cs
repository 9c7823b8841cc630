using System.Globalization;
using Archive.Simulators.Hosting;
using Archive.Simulators.Slack.Faults;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Slack.Serving;

/// <summary>Faults of transport and body; those of the page are worked into it by the methods.</summary>
internal sealed class FaultInjector(SlackSimulatorOptions options)
{
    private static readonly byte[] RateLimitedBody = """{"ok":false,"error":"ratelimited"}"""u8.ToArray();

    public static bool SpoilsBody(FaultKind? fault) =>
        fault is FaultKind.ConnectionReset or FaultKind.TruncatedJson or FaultKind.GarbledJson or FaultKind.Delay;

    public static int StatusOf(FaultKind? fault) => fault switch
    {
        FaultKind.RateLimited => StatusCodes.Status429TooManyRequests,
        FaultKind.ServerError => StatusCodes.Status500InternalServerError,
        _ => 0,
    };

    /// <summary>True when the fault takes the place of the answer.</summary>
    public async Task<bool> AnswerInsteadAsync(HttpContext context, FaultKind? fault)
    {
        var response = context.Response;
        switch (fault)
        {
            case FaultKind.RateLimited:
                response.StatusCode = StatusCodes.Status429TooManyRequests;
                response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
                response.ContentType = "application/json; charset=utf-8";
                await response.Body.WriteAsync(RateLimitedBody, context.RequestAborted);
                return true;
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

    private static Spoil SpoilOf(FaultKind? fault) => fault switch
    {
        FaultKind.Delay => Spoil.Late,
        FaultKind.ConnectionReset => Spoil.CutOff,
        FaultKind.TruncatedJson => Spoil.Half,
        FaultKind.GarbledJson => Spoil.Garbled,
        _ => Spoil.None,
    };
}
