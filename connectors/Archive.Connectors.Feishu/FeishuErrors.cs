using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Archive.Core.Connectors;

namespace Archive.Connectors.Feishu;

/// <summary>The platform's codes: what each means for the run and what a person has to do. A code other than 0 is an error whatever the status.</summary>
internal static partial class FeishuErrors
{
    public const int NoFiles = 234043;
    public const int NotPermitted = 230027;
    public const int RateLimited = 99991400;
    private const int OutOfRange = 40004;

    // Whoever has to act needs some to look at, and finds the others the same way.
    private const int MostNamed = 10;

    /// <summary>"internal error" in the platform's list of general codes (服务端错误码说明): to be tried again later.</summary>
    private static readonly FrozenSet<int> InternalCodes = FrozenSet.ToFrozenSet([1500, 1503, 1551, 1557]);

    /// <summary>The access token is not good (any more): a new one is asked for once.</summary>
    public static readonly FrozenSet<int> TokenCodes = FrozenSet.ToFrozenSet([99991663, 99991664, 99991671, 99991661]);

    /// <summary>A parameter is wrong. Messages, chats, files and the directory have numbers of their own for it.</summary>
    public static readonly FrozenSet<int> ParameterCodes = FrozenSet.ToFrozenSet([230001, 232001, 234001, 40012]);

    /// <summary>The bot is not in the chat, as messages, chats and files say it.</summary>
    public static readonly FrozenSet<int> OutsideCodes = FrozenSet.ToFrozenSet([230002, 232011, 234004]);

    /// <summary>A scope is missing: fatal for messages, bearable for names.</summary>
    public static readonly FrozenSet<int> ScopeCodes = FrozenSet.ToFrozenSet([99991672, 99991676, 99991679]);

    /// <summary>What became of a single message or file.</summary>
    public static readonly FrozenDictionary<int, string> ItemReasons = new Dictionary<int, string>
    {
        [230110] = "Deleted on the platform before it could be taken.",
        [231003] = "Deleted on the platform before it could be taken.",
        [230011] = "Recalled on the platform before it could be taken.",
        [234037] = "Larger than the platform gives out.",
        [234038] = "The chat does not allow files to be taken.",
        [NoFiles] = "The platform gives out no files of forwarded messages and cards.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Unauthorized = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["99991663"] = "The platform refuses the app's access token, a new one too. Check AppId and the app's secret.",
        ["99991664"] = "The platform refuses the app's access token, a new one too. Check AppId and the app's secret.",
        ["99991671"] = "The platform refuses the form of the app's access token. Check that BaseUrl is the platform of the app: Feishu and Lark are apart.",
        ["99991661"] = "No access token arrived at the platform. Check that no proxy takes the Authorization header away.",
        ["99991668"] = "The platform asks for the token of a person. This connector reads as an app; check the app's kind in the developer console.",
        ["99991677"] = "The token of a person has expired. This connector reads as an app; check the app's kind in the developer console.",
        ["99991543"] = "App id or secret is wrong. Take both from the app's page in the developer console.",
        ["99991662"] = "The app is disabled or not installed. Let the tenant's administrator approve and enable it.",
        ["99991673"] = "The app is in a state in which it may not call. Let the tenant's administrator check its release and approval.",
        ["230006"] = "The app has no bot ability. Switch it on in the developer console and release a new version.",
        ["232025"] = "The app has no bot ability. Switch it on in the developer console and release a new version.",
        ["10012"] = "The app ticket is not valid. This connector reads as the firm's own app; one of the marketplace will not do.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The status that an answer really means; null where it means what it says. Some old methods answer 400 to the rate limit.</summary>
    public static HttpStatusCode? Reclassify(JsonElement answer) => CodeOf(answer) switch
    {
        RateLimited => HttpStatusCode.TooManyRequests,
        { } code when InternalCodes.Contains(code) => HttpStatusCode.ServiceUnavailable,
        _ => null,
    };

    /// <summary>Whether a status says that the same call may work later, whatever code stands in the body.</summary>
    public static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    /// <summary>The code, 0 for success; null when the answer has none.</summary>
    public static int? CodeOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number
        && code.TryGetInt32(out var value) ? value : null;

    public static Exception ToException(string method, int code, JsonElement answer)
    {
        var name = code.ToString(CultureInfo.InvariantCulture);
        if (Unauthorized.TryGetValue(name, out var advice))
        {
            return new ConnectorException(ConnectorFailure.Unauthorized, $"{method} answered {name}. {advice}");
        }

        // Also a code that nobody has heard of: it is about what was asked for, and whoever asked knows how much that is.
        return new FeishuApiException(method, code, ScopesNamed(answer));
    }

    /// <summary>What a refusal means that nobody knew how to go on from.</summary>
    public static ConnectorException ToFailure(FeishuApiException refused) => refused switch
    {
        { IsDenied: true } => new ConnectorException(
            ConnectorFailure.Unauthorized,
            $"{refused.Message} The app may not read group messages. Add the scope im:message.group_msg, release a new version and have it approved.", refused),
        { ScopeIsMissing: true } => new ConnectorException(
            ConnectorFailure.Unauthorized,
            $"{refused.Message} The app lacks a scope; the platform names: {refused.Scopes}. Add it, release a new version and have it approved.", refused),
        { Code: OutOfRange } => new ConnectorException(
            ConnectorFailure.Unauthorized,
            $"{refused.Message} The firm as a whole is not within the app's contact range. Set it to all staff, release a new version and have it approved.", refused),
        _ => new ConnectorException(
            ConnectorFailure.Permanent, $"{refused.Message} The platform no longer takes the call as this version makes it; look for an update.", refused),
    };

    /// <summary>What becomes of a run whose messages are there, while nobody knows any more whom the platform lists.</summary>
    public static ConnectorException NoDirectory(string source, DateTimeOffset since, string cause) => new(
        ConnectorFailure.Unauthorized,
        string.Create(CultureInfo.InvariantCulture, $"The directory of source {source} was last read at {since.UtcDateTime:yyyy-MM-dd HH:mm}Z: nobody who joined since is captured. The chats were read. {cause}"));

    /// <summary>What becomes of a run that could read everything but these chats and threads.</summary>
    public static ConnectorException Denied(string source, IReadOnlyList<DeniedPlace> places) => new(
        ConnectorFailure.Unauthorized,
        places.All(p => p is { IsChat: true, Reason: DeniedPlace.NotPermitted })
            ? $"The platform does not let the app of source {source} read {places.Count} of its chats (230027): {Name(places, p => p.Id)}. "
            + "The others were read. Check that the app has the scope im:message.group_msg, and what is set in these chats."
            : $"The platform keeps {places.Count} chats or threads from the app of source {source}: {Name(places, p => $"{p.Id} ({p.Reason})")}. "
            + "The others were read. A number is the platform's code; a restricted chat hides its messages from apps because they may not be copied. "
            + "Check what is set in these chats, and the scopes of the app.");

    private static string Name(IReadOnlyList<DeniedPlace> places, Func<DeniedPlace, string> name) =>
        string.Join(", ", places.Take(MostNamed).Select(name)) + (places.Count > MostNamed ? ", …" : "");

    public static ConnectorException FromStatus(string method, HttpStatusCode status, TimeSpan? retryAfter) => status switch
    {
        HttpStatusCode.TooManyRequests => new ConnectorException(
            ConnectorFailure.Throttled,
            $"{method}: the platform asks to wait {(int)(retryAfter ?? TimeSpan.Zero).TotalSeconds} s. Lower RequestsPerSecond, or stop other apps that share the budget."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ConnectorException(
            ConnectorFailure.Unauthorized, $"{method} answered status {(int)status}. Check the app's list of allowed addresses, and that no proxy stands in between."),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new ConnectorException(
            ConnectorFailure.Transient, $"{method} answered status {(int)status} after all retries. It is tried again with the next run."),
        _ => new ConnectorException(
            ConnectorFailure.Permanent, $"{method} answered status {(int)status}. Check BaseUrl of the source: it is the host alone, without a path."),
    };

    /// <summary>The message of a refusal lists scopes of which any would do. Only what has the form of a scope is taken from it.</summary>
    private static string ScopesNamed(JsonElement answer)
    {
        var message = answer.TryGetProperty("msg", out var msg) && msg.ValueKind == JsonValueKind.String ? msg.GetString() ?? "" : "";
        var scopes = Scope().Matches(message).Select(m => m.Value).Distinct(StringComparer.Ordinal).Take(10).ToArray();
        return scopes.Length == 0 ? "(none)" : string.Join(" or ", scopes);
    }

    [GeneratedRegex("\\b[a-z]+:[a-z_.]+(?::[a-z_]+)?", RegexOptions.None, 1_000)]
    private static partial Regex Scope();
}
