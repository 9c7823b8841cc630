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

    public static ApiException Deleted => new(230110, "Action unavailable as the message has been deleted.");

    public static ApiException ReactionsGone => new(231003, "The message is deleted.");

    public static ApiException FileElsewhere => new(234003, "File not in message.");

    public static ApiException FileTooLarge => new(234037, "Downloaded file size exceeds limit.");

    public static ApiException FileRestricted => new(234038, "Do not allow downloading of message resources in restricted mode.");

    public static ApiException TypeUnsupported => new(234043, "Unsupported message type.");

    public static ApiException DepartmentOutOfRange => new(40004, "no dept authority error", 403);

    public static ApiException UserOutOfRange => new(41050, "no user authority error");

    public static ApiException ScopeMissing(string scopes) => new(99991672, $"Access denied. One of the following scopes is required: [{scopes}].");
}

/// <summary>APIs that share their codes for the same troubles.</summary>
/// <param name="Parameter">Code of a wrong parameter.</param>
/// <param name="Outside">Code of a chat without the bot.</param>
/// <param name="NoBot">Code of an app without bot ability; null where it needs none.</param>
/// <param name="Lacks">Code of a missing permission for a kind of chat.</param>
/// <param name="Invisible">Code of a message from before the bot's time in a chat that hides it.</param>
/// <param name="Restricted">Code of a message that may not be copied.</param>
internal sealed record ApiFamily(
    int Parameter, int Outside, int? NoBot, int Lacks = 230027, int Invisible = 230027, int Restricted = 230050, int? PageSize = null, int? PageToken = null)
{
    public static ApiFamily Token { get; } = new(230001, 0, null);

    public static ApiFamily Messages { get; } = new(230001, 230002, 230006);

    public static ApiFamily Chats { get; } = new(232001, 232011, 232025);

    public static ApiFamily Resources { get; } = new(234001, 234004, 230006, Lacks: 234009, Invisible: 234040, Restricted: 234038);

    public static ApiFamily Contacts { get; } = new(230001, 0, null, PageSize: 40011, PageToken: 40012);

    public ApiException WrongParameter(string name) => new(Parameter, $"Your request contains an invalid request parameter: {name}.");

    public ApiException WrongPageSize() => PageSize is { } code ? new ApiException(code, "page size is invalid") : WrongParameter("page_size");

    public ApiException WrongPageToken() => PageToken is { } code ? new ApiException(code, "page token is invalid error") : WrongParameter("page_token");

    public ApiException LacksPermission() => new(Lacks, "Lack of necessary permissions.");

    public ApiException MessageInvisible() => new(Invisible, "The message is invisible to the operator.");

    public ApiException MessageRestricted() => new(Restricted, "The message is in a chat with restricted mode.");

    public ApiException OutsideChat() => new(Outside, "The bot can not be outside the group.");
}
