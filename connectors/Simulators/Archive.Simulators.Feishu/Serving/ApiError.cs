namespace Archive.Simulators.Feishu.Serving;

/// <summary>The platform's errors. README says which page each code is from.</summary>
internal static class ApiError
{
    public const int RateLimited = 99991400;

    public static ApiException TokenMissing => new(99991661, "Missing access token for authorization.");

    public static ApiException TokenInvalid => new(99991663, "Invalid access token for authorization.");

    public static ApiException TokenFormat => new(99991671, "Invalid access token format.");

    public static ApiException WrongApp => new(99991543, "app id or app secret is wrong.");

    public static ApiException AppDisabled => new(99991662, "The app is disabled or not installed.");

    public static ApiException AppUnpublished => new(99991673, "The app is in no state to be used.");

    public static ApiException OutsideChat => new(230002, "The bot can not be outside the group.");

    public static ApiException NoBot => new(230006, "Bot ability is not activated.");

    public static ApiException LacksPermission => new(230027, "Lack of necessary permissions.");

    public static ApiException ScopeMissing(string scopes) => new(99991672, $"Access denied. One of the following scopes is required: [{scopes}].");
}

/// <summary>APIs that share their codes for the same troubles.</summary>
/// <param name="Parameter">Code of a wrong parameter.</param>
/// <param name="Outside">Code of a chat without the bot.</param>
/// <param name="NoBot">Code of an app without bot ability; null where it needs none.</param>
internal sealed record ApiFamily(int Parameter, int Outside, int? NoBot, int? PageSize = null, int? PageToken = null)
{
    public static ApiFamily Token { get; } = new(230001, 0, null);

    public static ApiFamily Messages { get; } = new(230001, 230002, 230006);

    public static ApiFamily Chats { get; } = new(232001, 232011, 232025);

    public static ApiFamily Resources { get; } = new(234001, 234004, 230006);

    public static ApiFamily Contacts { get; } = new(230001, 0, null, 40011, 40012);

    public ApiException WrongParameter(string name) => new(Parameter, $"Your request contains an invalid request parameter: {name}.");

    public ApiException WrongPageSize() => PageSize is { } code ? new ApiException(code, "page size is invalid") : WrongParameter("page_size");

    public ApiException WrongPageToken() => PageToken is { } code ? new ApiException(code, "page token is invalid error") : WrongParameter("page_token");

    public ApiException OutsideChat() => new(Outside, "The bot can not be outside the group.");
}
