namespace Archive.Connectors.Slack;

/// <summary>The platform refused a call for a reason that the plan may know how to go on from.</summary>
/// <param name="code">The platform's error code, for instance "channel_not_found".</param>
internal sealed class SlackApiException(string method, string code) : Exception($"{method} answered {code}.")
{
    public string Code { get; } = code;

    /// <summary>The thing asked for is gone or out of reach; everything else can go on.</summary>
    public bool ItemIsGone => SlackErrors.ItemCodes.Contains(Code);

    /// <summary>The app is not in the conversation asked for (any more).</summary>
    public bool AppIsOut => Code is "channel_not_found" or "not_in_channel";

    public bool CursorExpired => Code == "invalid_cursor";
}
