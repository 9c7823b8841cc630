using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archive.Simulators.Feishu.Faults;
using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Hosting;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>Answers every request: faults, then token, rate and the API itself, in the envelope.</summary>
internal sealed class ApiEndpoint(SimulatedPlatform platform, TokenIssuer tokens, RequestLog<FaultKind> log, ServedMoment served)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly FeishuSimulatorOptions _options = platform.Options;
    private readonly RateLimiter _limiter = new(platform.Options.Time);
    private readonly FaultInjector _injector = new(platform.Options);
    private readonly TokenEndpoint _tokenEndpoint = new(tokens);
    private int _number;

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        var found = RouteTable.Find(context.Request.Method, path);
        var name = found?.Route.Key ?? (context.Request.Method + path == RouteTable.Token ? RouteTable.Token : "unknown");
        var number = Interlocked.Increment(ref _number);
        var fault = _options.Faults.For(number);
        if (await _injector.AnswerInsteadAsync(context, fault))
        {
            log.Add(new RequestRecord<FaultKind>(number, name, FaultInjector.StatusOf(fault), null, fault));
            return;
        }

        if (found is null && name != RouteTable.Token)
        {
            log.Add(new RequestRecord<FaultKind>(number, name, StatusCodes.Status404NotFound));
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (_options.EnforceRateLimits && _limiter.Take(name) is { } seconds)
        {
            log.Add(new RequestRecord<FaultKind>(number, name, StatusCodes.Status429TooManyRequests, CodeText(ApiError.RateLimited)));
            await FaultInjector.SendRateLimitedAsync(context, StatusCodes.Status429TooManyRequests, RateLimiter.PerMinute, seconds);
            return;
        }

        var body = new ArrayBufferWriter<byte>(4_096);
        var answer = found is var (route, values)
            ? Answer(context.Request, route, values, fault, body)
            : await AnswerTokenAsync(context.Request, body);
        await SendAsync(context, number, name, fault, answer, body.WrittenMemory);
    }

    private async Task SendAsync(HttpContext context, int number, string name, FaultKind? fault, Answer answer, ReadOnlyMemory<byte> body)
    {
        var download = answer.Download;
        var spoils = FaultInjector.SpoilsBody(fault, download is not null);
        var struck = spoils || answer.FaultStruck ? fault : null;
        var status = download is null ? answer.Status : DownloadAnswer.Prepare(context, download, ref body);
        log.Add(new RequestRecord<FaultKind>(number, name, struck == FaultKind.ConnectionReset ? 0 : status, answer.Error, struck));
        context.Response.StatusCode = status;
        context.Response.ContentType = download?.MimeType ?? "application/json; charset=utf-8";
        var cut = download?.Source is { } file && _options.FileFaults.TryGetValue(file.Id, out var fileFault) && fileFault == FileFault.Truncated;
        await _injector.SendAsync(context, body, cut ? FaultKind.ConnectionReset : spoils ? fault : null);
    }

    private Answer Answer(HttpRequest request, Route route, Dictionary<string, string> path, FaultKind? fault, ArrayBufferWriter<byte> body)
    {
        using var json = new Utf8JsonWriter(body, WriterOptions);
        var expired = fault == FaultKind.ExpiredToken;
        ApiCall? call = null;
        try
        {
            if (expired)
            {
                tokens.ExpireAll();
            }

            tokens.Authenticate(request.Headers.Authorization.ToString());
            if (route.Family.NoBot is { } code && !_options.App.HasBot)
            {
                throw new ApiException(code, "Bot ability is not activated.");
            }

            var query = new Query(request.Query, route.Family, route.Parameters, route.Repeatable);
            call = new ApiCall(platform, route, query, path, served.Until, json) { RefusesPageToken = fault == FaultKind.InvalidPageToken };
            json.WriteStartObject();
            json.WriteNumber("code", 0);
            json.WriteString("msg", "success");
            json.WriteStartObject("data");
            route.Handle(call);
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
            return new Answer(StatusCodes.Status200OK, null, call.FaultStruck, call.Download);
        }
        catch (ApiException error)
        {
            return Refuse(error, json, body, expired || call?.FaultStruck == true);
        }
    }

    private async Task<Answer> AnswerTokenAsync(HttpRequest request, ArrayBufferWriter<byte> body)
    {
        using var json = new Utf8JsonWriter(body, WriterOptions);
        try
        {
            await _tokenEndpoint.AnswerAsync(request, json);
            return new Answer(StatusCodes.Status200OK, null, false, null);
        }
        catch (ApiException error)
        {
            return Refuse(error, json, body, faultStruck: false);
        }
    }

    private Answer Refuse(ApiException error, Utf8JsonWriter json, ArrayBufferWriter<byte> body, bool faultStruck)
    {
        // Whatever the method had written before it refused is thrown away.
        json.Reset();
        body.ResetWrittenCount();
        json.WriteStartObject();
        json.WriteNumber("code", error.Code);
        json.WriteString("msg", error.Message);
        json.WriteEndObject();
        json.Flush();
        var status = _options.ErrorStatus == StatusCodes.Status200OK ? StatusCodes.Status200OK : error.Status ?? _options.ErrorStatus;
        return new Answer(status, CodeText(error.Code), faultStruck, null);
    }

    private static string CodeText(int code) => code.ToString(CultureInfo.InvariantCulture);
}

internal sealed record Answer(int Status, string? Error, bool FaultStruck, Resource? Download);
