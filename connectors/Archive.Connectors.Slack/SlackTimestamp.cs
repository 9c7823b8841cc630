using System.Globalization;
using Archive.Core.Messages;

namespace Archive.Connectors.Slack;

/// <summary>The platform's ts: seconds, a point, six digits. Kept as whole microseconds; a double loses digits, and with them messages.</summary>
internal readonly record struct SlackTimestamp(long Microseconds) : IComparable<SlackTimestamp>
{
    private const long PerSecond = 1_000_000;

    // The end of year 9999, the last that DateTimeOffset holds.
    private const long LastSecond = 253_402_300_799;

    public DateTimeOffset Time => Timestamps.FromMicroseconds(Microseconds);

    public static SlackTimestamp? Find(string? text) => TryParse(text, out var value) ? value : null;

    public static bool TryParse(ReadOnlySpan<char> text, out SlackTimestamp value)
    {
        value = default;
        var dot = text.IndexOf('.');
        var fraction = dot < 0 ? [] : text[(dot + 1)..];
        if (fraction.Length > 6
            || !long.TryParse(dot < 0 ? text : text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > LastSecond)
        {
            return false;
        }

        long micros = 0;
        if (fraction.Length > 0 && !long.TryParse(fraction, NumberStyles.None, CultureInfo.InvariantCulture, out micros))
        {
            return false;
        }

        for (var digits = fraction.Length; digits < 6; digits++)
        {
            micros *= 10;
        }

        value = new SlackTimestamp((seconds * PerSecond) + micros);
        return true;
    }

    public SlackTimestamp Back(TimeSpan span) => new(Math.Max(0, Microseconds - (span.Ticks / TimeSpan.TicksPerMicrosecond)));

    public int CompareTo(SlackTimestamp other) => Microseconds.CompareTo(other.Microseconds);

    public static bool operator <(SlackTimestamp left, SlackTimestamp right) => left.Microseconds < right.Microseconds;

    public static bool operator >(SlackTimestamp left, SlackTimestamp right) => left.Microseconds > right.Microseconds;

    public static bool operator <=(SlackTimestamp left, SlackTimestamp right) => left.Microseconds <= right.Microseconds;

    public static bool operator >=(SlackTimestamp left, SlackTimestamp right) => left.Microseconds >= right.Microseconds;

    /// <summary>The form the platform sends and takes.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Microseconds / PerSecond:D10}.{Microseconds % PerSecond:D6}");
}
