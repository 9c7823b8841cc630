namespace Archive.Simulators.Slack.Serving;

/// <summary>A logical error: HTTP 200 with <c>ok: false</c>.</summary>
internal sealed class ApiException(string code, string? needed = null) : Exception(code)
{
    public string Code { get; } = code;

    /// <summary>The scope that <c>missing_scope</c> asks for.</summary>
    public string? Needed { get; } = needed;
}

internal static class ErrorCode
{
    public const string AccountInactive = "account_inactive";
    public const string BotNotFound = "bot_not_found";
    public const string ChannelNotFound = "channel_not_found";
    public const string FileNotFound = "file_not_found";
    public const string InvalidArgument = "invalid_arguments";
    public const string InvalidAuth = "invalid_auth";
    public const string InvalidCursor = "invalid_cursor";
    public const string InvalidLimit = "invalid_limit";
    public const string InvalidPostType = "invalid_post_type";
    public const string InvalidTsLatest = "invalid_ts_latest";
    public const string InvalidTsOldest = "invalid_ts_oldest";
    public const string InvalidTypes = "invalid_types";
    public const string LimitRequired = "limit_required";
    public const string MessageNotFound = "message_not_found";
    public const string MissingPostType = "missing_post_type";
    public const string MissingScope = "missing_scope";
    public const string NotAllowedTokenType = "not_allowed_token_type";
    public const string NotAuthed = "not_authed";
    public const string NotInChannel = "not_in_channel";
    public const string RateLimited = "ratelimited";
    public const string ThreadNotFound = "thread_not_found";
    public const string TokenExpired = "token_expired";
    public const string TokenRevoked = "token_revoked";
    public const string UnknownMethod = "unknown_method";
    public const string UserNotFound = "user_not_found";
}
