using Archive.Core.Sanctioning;

namespace Archive.Web.Register;

/// <summary>The form of a scope. Days are midnight UTC.</summary>
internal sealed class ScopeFields
{
    public string? Source { get; set; }
    public string? Basis { get; set; }
    public string? Purpose { get; set; }
    public string? Reference { get; set; }

    /// <summary>Empty: all messages are covered.</summary>
    public DateOnly? From { get; set; }

    public DateOnly? Expires { get; set; }
    public string? Assessment { get; set; }
    public DateOnly? Review { get; set; }
    public string? Reason { get; set; }

    /// <summary>What is missing stays empty: the desk refuses it.</summary>
    public SourceScope ToScope() => new(
        Source?.Trim() ?? "",
        Basis?.Trim() ?? "",
        Purpose?.Trim() ?? "",
        Reference?.Trim() ?? "",
        From is { } from ? Midnight(from) : DateTimeOffset.MinValue,
        Expires is { } expires ? Midnight(expires) : DateTimeOffset.MinValue,
        Assessment?.Trim() ?? "",
        Review is { } review ? Midnight(review) : DateTimeOffset.MinValue,
        Reason?.Trim() ?? "");

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
