using System.Globalization;

namespace Archive.Connectors.Feishu;

/// <summary>What is known of a thread.</summary>
/// <param name="Last">Everything of it up to this time, in milliseconds, was handed out; 0 while it was never read.</param>
/// <param name="Looked">When a quiet one was last looked at, in milliseconds.</param>
internal readonly record struct ThreadMark(long Last, long Looked)
{
    public bool IsUnread => Last == 0;

    public static ThreadMark Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && long.TryParse(text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var looked)
            ? new ThreadMark(last, looked) : default;
    }

    /// <summary>A thread with a recent message is looked at by each run, a quiet one by the deep runs or for a hint, a silent one once within a deep window, and one
    /// that was refused by the deep runs: nothing but the thread itself tells of its messages, and looking costs a request.</summary>
    public bool IsDue(FeishuPosition run, FeishuOptions options)
    {
        var now = run.Started.ToUnixTimeMilliseconds();
        return IsUnread
            ? Looked == 0 || run.LooksFar
            : Last >= now - (long)options.RecentWindow.TotalMilliseconds
            || (IsSilent(run, options) ? Looked <= now - (long)options.DeepWindow.TotalMilliseconds : run.LooksFar);
    }

    /// <summary>Nothing was said in it for a whole deep window.</summary>
    public bool IsSilent(FeishuPosition run, FeishuOptions options) =>
        Last < run.Started.ToUnixTimeMilliseconds() - (long)options.DeepWindow.TotalMilliseconds;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Last}@{Looked}");
}
