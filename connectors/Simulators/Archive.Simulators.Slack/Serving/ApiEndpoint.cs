using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archive.Simulators.Hosting;
using Archive.Simulators.Slack.Faults;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Slack.Serving;

/// <summary>Answers <c>/api/{method}</c>: faults, then token, scope, rate and the method itself, in the envelope.</summary>
internal sealed class ApiEndpoint(SimulatedPlatform platform, Authenticator authenticator, RequestLog<FaultKind> log, ServedMoment served)
{
    private const string DiscoveryScope = "discovery:read";
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly SlackSimulatorOptions _options = platform.Options;
    private readonly RateLimiter _limiter = new(platform.Options.Time, platform.Options.RateScale);
    private readonly FaultInjector _injector = new(platform.Options);
    private readonly ConcurrentBag<ArrayBufferWriter<byte>> _buffers = [];
    private int _number;

    public async Task HandleAsync(HttpContext context, string name)
    {
        var number = Interlocked.Increment(ref _number);
        var fault = _options.Faults.For(number);
        if (await _injector.AnswerInsteadAsync(context, fault))
        {
            log.Add(new RequestRecord<FaultKind>(number, name, FaultInjector.StatusOf(fault), null, fault));
            return;
        }

        if (!_buffers.TryTake(out var body))
        {
            body = new ArrayBufferWriter<byte>(16_384);
        }

        try
        {
            var outcome = await AnswerAsync(context, name, fault, body);
            var struck = FaultInjector.SpoilsBody(fault) || outcome.FaultStruck ? fault : null;
            log.Add(new RequestRecord<FaultKind>(number, name, struck == FaultKind.ConnectionReset ? 0 : outcome.Status, outcome.Error, struck));
            context.Response.StatusCode = outcome.Status;
            context.Response.ContentType = "application/json; charset=utf-8";
            await _injector.SendAsync(context, body.WrittenMemory, struck);
        }
        finally
        {
            body.ResetWrittenCount();
            _buffers.Add(body);
        }
    }

    private async Task<Outcome> AnswerAsync(HttpContext context, string name, FaultKind? fault, ArrayBufferWriter<byte> body)
    {
        SlackToken? token = null;
        using var json = new Utf8JsonWriter(body, WriterOptions);
        try
        {
            var arguments = await Arguments.ReadAsync(context.Request, context.RequestAborted);
            var method = MethodTable.Find(name) ?? throw new ApiException(ErrorCode.UnknownMethod);
            token = authenticator.Authenticate(context.Request, arguments);
            context.Response.Headers["x-oauth-scopes"] = string.Join(',', token.Scopes);
            if (method.IsDiscovery)
            {
                RequireDiscovery(token);
            }

            if (_limiter.Take(method, token) is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                WriteError(json, ErrorCode.RateLimited, null, null);
                return new Outcome(StatusCodes.Status429TooManyRequests, ErrorCode.RateLimited, false);
            }

            var call = new ApiCall(platform, token, arguments, served.Until, json) { PageFault = fault };
            json.WriteStartObject();
            json.WriteBoolean("ok", true);
            method.Handle(call);
            json.WriteEndObject();
            json.Flush();
            return new Outcome(StatusCodes.Status200OK, null, call.FaultStruck);
        }
        catch (ApiException error)
        {
            // Whatever the method had written before it refused is thrown away.
            body.ResetWrittenCount();
            json.Reset();
            WriteError(json, error.Code, error.Needed, token);
            return new Outcome(StatusCodes.Status200OK, error.Code, false);
        }
    }

    private static void RequireDiscovery(SlackToken token)
    {
        if (token.IsBot)
        {
            throw new ApiException(ErrorCode.NotAllowedTokenType);
        }

        if (!token.Has(DiscoveryScope))
        {
            throw new ApiException(ErrorCode.MissingScope, DiscoveryScope);
        }
    }

    private static void WriteError(Utf8JsonWriter json, string code, string? needed, SlackToken? token)
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", false);
        json.WriteString("error", code);
        if (needed is not null)
        {
            json.WriteString("needed", needed);
            json.WriteString("provided", string.Join(',', token?.Scopes ?? []));
        }

        json.WriteEndObject();
        json.Flush();
    }

    private readonly record struct Outcome(int Status, string? Error, bool FaultStruck);
}
