using System.Globalization;

namespace Archive.Connectors.Feishu;

/// <summary>A chat or a thread that the platform keeps from the app.</summary>
/// <param name="Id">Of the chat; of a thread "chat:thread".</param>
/// <param name="Reason">The platform's code, or a word of ours.</param>
internal readonly record struct DeniedPlace(string Id, string Reason)
{
    /// <summary>What stood for a chat before reasons were kept, too.</summary>
    public const string NotPermitted = "230027";

    /// <summary>Messages may not be copied in it, so the platform leaves them out of the history without an error
    /// (open.feishu.cn, 获取消息能力补充群保密设置等场景管控, in force since March 2026).</summary>
    public const string Restricted = "restricted";

    private const char Separator = ' ';

    public bool IsChat => !Id.Contains(':', StringComparison.Ordinal);

    public static string IdOf(string chat, string thread) => $"{chat}:{thread}";

    public static DeniedPlace Parse(string id, string value) =>
        new(id, value.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var at ? value[(at + 1)..] : NotPermitted);

    /// <summary>Value of a part of the cursor.</summary>
    /// <param name="before">What it was until now: since when the place is denied stays.</param>
    public static string Value(string? before, DateTimeOffset now, string reason) =>
        $"{before?.Split(Separator)[0] ?? now.ToString("O", CultureInfo.InvariantCulture)}{Separator}{reason}";
}
