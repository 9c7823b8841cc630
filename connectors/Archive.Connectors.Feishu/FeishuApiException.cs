namespace Archive.Connectors.Feishu;

/// <summary>The platform refused a call for a reason that the plan may know how to go on from.</summary>
/// <param name="code">The platform's error code, for instance 230002.</param>
/// <param name="scopes">Scopes that the refusal names, for whoever has to add one.</param>
internal sealed class FeishuApiException(string method, int code, string scopes) : Exception($"{method} answered {code}.")
{
    public int Code { get; } = code;

    public string Scopes { get; } = scopes;

    /// <summary>Whether a refusal of what concerns one chat is about that chat alone, so that others may go on: anything but a scope that the app lacks.</summary>
    public bool ConcernsOneChat => !ScopeIsMissing;

    /// <summary>The bot is not in the chat; everything else can go on.</summary>
    public bool BotIsOut => FeishuErrors.OutsideCodes.Contains(Code);

    /// <summary>The bot is in the chat, and the app may not read its messages; other chats may go on.</summary>
    public bool IsDenied => Code == FeishuErrors.NotPermitted;

    /// <summary>A parameter was refused. With a page token it is that which is no longer good: the platform has no code of its own for it.</summary>
    public bool PageIsGone => FeishuErrors.ParameterCodes.Contains(Code);

    /// <summary>The app may not see what was asked for, or the field's scope is missing.</summary>
    public bool ScopeIsMissing => FeishuErrors.ScopeCodes.Contains(Code);

    /// <summary>What the single message or file asked for became, in words for its record; null where the code says nothing of that kind.</summary>
    public string? ReasonOfItem => FeishuErrors.ItemReasons.GetValueOrDefault(Code);
}
