using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <summary>What the platform's codes mean for a run and what a person has to do: those of the library (10000 and on) and those of its JSON, which the library
/// hands on within an answer that it calls a success.</summary>
internal static class WeComErrors
{
    public const int Busy = -1;
    public const int BadFile = 10005;
    public const int Undecryptable = 10006;
    public const int DecryptFailed = 10008;
    public const int Expired = 10010;

    private const string NotTrusted = "The address of this machine is not trusted. Add the public address from which it calls to the trusted addresses of 会话内容存档 in the admin console.";

    /// <summary>How long a method rests whose limit is reached. A minute is what the platform counts by, and its minutes do not begin with ours; calling on makes it longer.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(65);

    /// <summary>Too many calls in a time, or at once.</summary>
    public static readonly FrozenSet<int> LimitCodes = FrozenSet.ToFrozenSet([45009, 45033]);

    /// <summary>The token is not good (any more): a new one is asked for once.</summary>
    public static readonly FrozenSet<int> TokenCodes = FrozenSet.ToFrozenSet([40014, 42001]);

    /// <summary>Returned by the library for what may work when tried again.</summary>
    public static readonly FrozenSet<int> PassingCodes = FrozenSet.ToFrozenSet([10001, 10002, 10003]);

    /// <summary>About one thing that was asked for: the others are not touched.</summary>
    public static readonly FrozenSet<int> ItemCodes = FrozenSet.ToFrozenSet([60011, 60111, 84061]);

    private static readonly FrozenDictionary<string, string> Unauthorized = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["10009"] = NotTrusted,
        ["40001"] = "The secret is wrong. Take the one of 会话内容存档 from the admin console, not that of an app.",
        ["40013"] = "CorpId is wrong. Take 企业ID from 我的企业 in the admin console.",
        ["48002"] = "The secret does not allow this: it is that of an app. Take the one of 会话内容存档 from the admin console.",
        ["60020"] = NotTrusted,
        ["301042"] = NotTrusted,
        ["301052"] = "The subscription of 会话内容存档 has expired. The platform keeps messages for five days only: renew it now.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Library = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["10000"] = "The library refuses what it was called with. Check CorpId, the secret and that the library is the newest.",
        ["10011"] = "The platform's certificate could not be checked. Check the system's root certificates, and that no proxy opens the connection.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null when the answer has no code.</summary>
    public static int? CodeOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("errcode", out var code) && code.ValueKind == JsonValueKind.Number
        && code.TryGetInt32(out var value) ? value : null;

    /// <summary>The status that an answer really means; the platform says 200 to everything. A limit that is reached is none of them: the retries take seconds.</summary>
    public static HttpStatusCode? Reclassify(JsonElement answer) => CodeOf(answer) == Busy ? HttpStatusCode.ServiceUnavailable : null;

    /// <summary>What a code other than 0 in JSON means.</summary>
    /// <param name="method">Of the API, or of the library.</param>
    public static Exception FromCode(string method, int code)
    {
        var name = Name(code);
        return code switch
        {
            _ when Unauthorized.TryGetValue(name, out var advice) => new ConnectorException(ConnectorFailure.Unauthorized, $"{method} answered {name}. {advice}"),
            _ when ItemCodes.Contains(code) => new WeComApiException(method, code),
            _ when LimitCodes.Contains(code) => Throttled(method),
            Busy => new ConnectorException(ConnectorFailure.Transient, $"{method}: the platform is busy. It is tried again with the next run."),
            _ when TokenCodes.Contains(code) => new ConnectorException(
                ConnectorFailure.Unauthorized, $"{method} answered {name}. The platform refuses the access token, a new one too. Check CorpId and the secret."),
            _ => new ConnectorException(
                ConnectorFailure.Permanent, $"{method} answered {name}. The platform no longer takes the call as this version makes it; look for an update."),
        };
    }

    /// <summary>What a return value of the library other than 0 means where the run cannot go on.</summary>
    public static ConnectorException FromReturnCode(string function, int code)
    {
        var name = Name(code);
        return code switch
        {
            _ when Unauthorized.TryGetValue(name, out var advice) => new ConnectorException(ConnectorFailure.Unauthorized, $"{function} answered {name}. {advice}"),
            _ when PassingCodes.Contains(code) => new ConnectorException(
                ConnectorFailure.Transient, $"{function} answered {name}: the library could not reach the platform. Check network and proxy. It is tried again with the next run."),
            _ when Library.TryGetValue(name, out var advice) => new ConnectorException(ConnectorFailure.Permanent, $"{function} answered {name}. {advice}"),
            _ => new ConnectorException(
                ConnectorFailure.Permanent, $"{function} answered {name}. The platform no longer takes the call as this version makes it; look for an update."),
        };
    }

    public static ConnectorException FromStatus(string method, HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => Throttled(method),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new ConnectorException(
            ConnectorFailure.Transient, $"{method} answered status {(int)status} after all retries. It is tried again with the next run."),
        _ => new ConnectorException(
            ConnectorFailure.Permanent, $"{method} answered status {(int)status}. Check BaseUrl of the source: it is the host alone, without a path."),
    };

    /// <summary>What a refusal means that nobody knew how to go on from.</summary>
    public static ConnectorException ToFailure(WeComApiException refused) => new(
        ConnectorFailure.Permanent, $"{refused.Message} The platform no longer takes the call as this version makes it; look for an update.", refused);

    private static ConnectorException Throttled(string method) => new(
        ConnectorFailure.Throttled, $"{method}: the platform's limit is reached. Lower RequestsPerSecond, or stop other programs that use the same secret.");

    private static string Name(int code) => code.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One thing that was asked for is gone or out of reach.</summary>
internal sealed class WeComApiException(string method, int code) : Exception($"{method} answered {code.ToString(CultureInfo.InvariantCulture)}.")
{
    public int Code { get; } = code;
}
