using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Archive.Connectors.Slack.Text;
using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>The platform answers 200 to nearly everything; this table says what its codes mean and what a person has to do.</summary>
internal static class SlackErrors
{
    /// <summary>Skip the item and go on.</summary>
    public static readonly FrozenSet<string> ItemCodes = FrozenSet.ToFrozenSet(
        [
            "channel_not_found", "thread_not_found", "user_not_found", "user_not_visible", "file_not_found", "file_deleted",
            "method_not_supported_for_channel_type", "not_in_channel",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> RetryCodes = FrozenSet.ToFrozenSet(
        ["internal_error", "fatal_error", "request_timeout", "service_unavailable", "fetch_members_failed", "timezone_count_failed"],
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Unauthorized = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["not_authed"] = "No token was sent. Set Token or TokenFile of the source.",
        ["invalid_auth"] = "The token is not valid. Install the app again and enter the new token.",
        ["account_inactive"] = "The account that installed the app is deactivated. Let another owner install the app and enter the new token.",
        ["token_revoked"] = "The token was revoked. Install the app again and enter the new token.",
        ["token_expired"] = "The token has expired. Renew it; an app with token rotation needs the file in TokenFile to be kept up to date.",
        ["no_permission"] = "The account behind the token may not do this. Let an organisation owner install the app.",
        ["not_allowed_token_type"] = "This kind of token may not call the method. Discovery needs the user token (xoxp-), not the bot token.",
        ["org_login_required"] = "The workspace is moving into an organisation. Install the app on the organisation.",
        ["accesslimited"] = "The workspace limits access. Ask its administrator to allow the app.",
        ["access_denied"] = "The workspace refuses access. Ask its administrator to allow the app.",
        ["team_access_not_granted"] = "The app is not installed for this workspace. Install it there.",
        ["enterprise_is_restricted"] = "The organisation does not allow this method. Ask its administrator.",
        ["discovery_not_enabled"] = "Discovery is not enabled for this app. Ask the Slack account representative to enable it for the app's id.",
        ["not_an_enterprise"] = "The token does not belong to an organisation. Discovery needs an organisation-wide install; use Api = Web for one workspace.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The status that an answer with 200 really means; null where it means what it says.</summary>
    public static HttpStatusCode? Reclassify(JsonElement answer) => CodeOf(answer) switch
    {
        null => null,
        "ratelimited" or "rate_limited" => HttpStatusCode.TooManyRequests,
        { } code when RetryCodes.Contains(code) => HttpStatusCode.ServiceUnavailable,
        _ => null,
    };

    /// <summary>The error code, or null when the answer is one of success.</summary>
    public static string? CodeOf(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True)
        {
            return null;
        }

        return SlackBlocks.Text(answer, "error") ?? "(no error code)";
    }

    public static Exception ToException(string method, string code, JsonElement answer)
    {
        if (code == "missing_scope")
        {
            return new ConnectorException(
                ConnectorFailure.Unauthorized,
                $"{method}: the token lacks the scope {SlackBlocks.Text(answer, "needed") ?? "(not named)"}; it has "
                + $"{SlackBlocks.Text(answer, "provided") ?? "(not named)"}. Add the scope to the app and install it again.");
        }

        if (Unauthorized.TryGetValue(code, out var advice))
        {
            return new ConnectorException(ConnectorFailure.Unauthorized, $"{method} answered {code}. {advice}");
        }

        if (code == "team_added_to_org")
        {
            return new ConnectorException(
                ConnectorFailure.Transient, $"{method} answered {code}: the workspace is moving into an organisation. It works again in some hours.");
        }

        return code == "invalid_cursor" || ItemCodes.Contains(code)
            ? new SlackApiException(method, code)
            : new ConnectorException(
                ConnectorFailure.Permanent, $"{method} answered {code}. The platform no longer takes the call as this version makes it; look for an update.");
    }

    public static ConnectorException FromStatus(string method, HttpStatusCode status, TimeSpan? retryAfter) => status switch
    {
        HttpStatusCode.TooManyRequests => new ConnectorException(
            ConnectorFailure.Throttled,
            $"{method}: the platform asks to wait {(int)(retryAfter ?? TimeSpan.Zero).TotalSeconds} s. Lower RequestsPerSecond, or stop other apps that share the budget."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ConnectorException(
            ConnectorFailure.Unauthorized, $"{method} answered status {(int)status}. Check the token, and that no proxy stands in between."),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new ConnectorException(
            ConnectorFailure.Transient, $"{method} answered status {(int)status} after all retries. It is tried again with the next run."),
        _ => new ConnectorException(
            ConnectorFailure.Permanent, $"{method} answered status {(int)status}. Check BaseUrl of the source: it ends in /api/."),
    };
}
