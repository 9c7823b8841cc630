using System.Buffers;
using System.Text.Json;
using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Faults;
using Archive.Simulators.WeCom.Organisation;
using Archive.Simulators.WeCom.Wire;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.WeCom.Serving;

/// <summary>Answers every request of the HTTP API: faults, then address, token, rate and the API itself.</summary>
internal sealed class ApiEndpoint(
    Corporation corporation, WeComSimulatorOptions options, TokenIssuer tokens, RequestLog<FaultKind> log, Func<DateTimeOffset> now)
{
    private readonly FaultInjector _injector = new(options);
    private readonly RateWindows _windows = new(options.Time, 1);
    private int _number;

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        var name = path.StartsWith(RouteTable.Root, StringComparison.Ordinal) ? path[RouteTable.Root.Length..] : string.Empty;
        var route = RouteTable.Find(name);
        var number = Interlocked.Increment(ref _number);
        var fault = options.Faults.For(number);
        var logged = route is not null || name == RouteTable.Token ? name : "unknown";
        if (await _injector.AnswerInsteadAsync(context, fault))
        {
            log.Add(new RequestRecord<FaultKind>(number, logged, FaultInjector.StatusOf(fault), FaultInjector.CodeOf(fault), fault));
            return;
        }

        if (route is null && name != RouteTable.Token)
        {
            log.Add(new RequestRecord<FaultKind>(number, logged, StatusCodes.Status404NotFound));
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var body = new ArrayBufferWriter<byte>(4_096);
        var (error, killed) = await AnswerAsync(context.Request, route, fault, body);
        var struck = killed || FaultInjector.SpoilsBody(fault) ? fault : null;
        log.Add(new RequestRecord<FaultKind>(number, logged, struck == FaultKind.ConnectionReset ? 0 : StatusCodes.Status200OK, error, struck));
        context.Response.ContentType = "application/json; charset=UTF-8";
        await _injector.SendAsync(context, body.WrittenMemory, struck);
    }

    /// <summary>The code of an error, and whether a fault has ended the tokens.</summary>
    private async Task<(string? Error, bool Killed)> AnswerAsync(HttpRequest request, Route? route, FaultKind? fault, ArrayBufferWriter<byte> body)
    {
        using var json = new Utf8JsonWriter(body, Json.Options);
        var killed = false;
        try
        {
            if (options.AddressTrust != WeComAddressTrust.Trusted)
            {
                throw ApiError.Address;
            }

            json.WriteStartObject();
            Json.WriteResult(json, 0, "ok");
            if (route is null)
            {
                WriteToken(request, json);
            }
            else
            {
                killed = KillTokens(request, fault);
                Admit(request, route);
                var arguments = await Arguments.ReadAsync(request, route);
                route.Handle(new ApiCall(corporation, options, arguments, now(), json));
            }

            json.WriteEndObject();
            json.Flush();
            return (null, killed);
        }
        catch (ApiException error)
        {
            // Whatever the method had written before it refused is thrown away.
            json.Reset();
            body.ResetWrittenCount();
            body.Write(Json.Error(error.Code, error.Message));
            return ($"{error.Code}", killed);
        }
    }

    private void WriteToken(HttpRequest request, Utf8JsonWriter json)
    {
        if (!HttpMethods.IsGet(request.Method))
        {
            throw ApiError.GetWanted;
        }

        var known = request.Query.Count == 2 && request.Query["corpid"].Count == 1 && request.Query["corpsecret"].Count == 1;
        var (token, seconds) = known ? tokens.Issue(request.Query["corpid"].ToString(), request.Query["corpsecret"].ToString()) : throw ApiError.WrongParameter("corpid");
        json.WriteString("access_token", token);
        json.WriteNumber("expires_in", seconds);
    }

    private bool KillTokens(HttpRequest request, FaultKind? fault)
    {
        if (fault is not (FaultKind.ExpiredToken or FaultKind.InvalidToken) || !request.Query.ContainsKey(Arguments.TokenName))
        {
            return false;
        }

        if (fault == FaultKind.ExpiredToken)
        {
            tokens.ExpireAll();
        }
        else
        {
            tokens.VoidAll();
        }

        return true;
    }

    private void Admit(HttpRequest request, Route route)
    {
        var token = request.Query[Arguments.TokenName];
        var kind = token.Count <= 1 ? tokens.Authenticate(token.Count == 0 ? null : token.ToString()) : throw ApiError.WrongParameter(Arguments.TokenName);
        if (route.IsPost ? !HttpMethods.IsPost(request.Method) : !HttpMethods.IsGet(request.Method))
        {
            throw route.IsPost ? ApiError.PostWanted : ApiError.GetWanted;
        }

        if (!route.Secrets.HasFlag(kind))
        {
            throw ApiError.Forbidden;
        }

        if (options.SubscriptionExpired && route.Secrets == SecretKind.Archive)
        {
            throw ApiError.Expired;
        }

        if (options.EnforceRateLimits && _windows.Take(new RateBudget(route.Name, route.PerMinute, TimeSpan.FromMinutes(1))) is not null)
        {
            throw ApiError.RateLimited;
        }
    }
}
