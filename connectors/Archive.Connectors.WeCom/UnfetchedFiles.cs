using System.Globalization;
using Archive.Core.Connectors;

namespace Archive.Connectors.WeCom;

/// <summary>A message of which files could not be fetched, and how long that has been tried. The cursor holds the two times.</summary>
/// <param name="First">Run in which they could not be fetched first; null where an earlier version noted a count.</param>
/// <param name="Last">The newest such run.</param>
internal sealed record UnfetchedFiles(ulong Sequence, DateTimeOffset? First, DateTimeOffset? Last)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);

    /// <summary>Runs are minutes apart, and one may be late.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    public static UnfetchedFiles Read(ulong sequence, string value) =>
        value.Split(' ') is [var first, var last] && SourceCursor.ReadTime(first) is { } began && SourceCursor.ReadTime(last) is { } ended
            ? new UnfetchedFiles(sequence, began, ended) : new UnfetchedFiles(sequence, null, null);

    public static string Write(DateTimeOffset first, DateTimeOffset last) => string.Create(CultureInfo.InvariantCulture, $"{first:O} {last:O}");

    /// <summary>Each pause is as long as all tries before it, up to four hours.</summary>
    public bool IsDue(DateTimeOffset now) => First is not { } first || Last is not { } last || now >= last + Pause(first, last);

    /// <summary>Whether the try after this one would come when the platform no longer gives them out.</summary>
    /// <param name="sentAt">Of the message. Where it was out of the platform's window already, five days from the first try count.</param>
    public bool IsLast(DateTimeOffset sentAt, DateTimeOffset now)
    {
        var first = First ?? now;
        var end = (first < sentAt + WeComOptions.Window ? sentAt : first) + WeComOptions.Window;
        return now + Pause(first, now) + Margin >= end;
    }

    private static TimeSpan Pause(DateTimeOffset first, DateTimeOffset last) => last - first is var tried && tried < LongestPause ? tried : LongestPause;
}
