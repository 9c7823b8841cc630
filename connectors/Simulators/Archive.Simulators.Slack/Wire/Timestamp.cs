using System.Globalization;

namespace Archive.Simulators.Slack.Wire;

/// <summary>The platform's <c>ts</c>: seconds and six digits. Held as whole microseconds, never as a floating-point number.</summary>
internal static class Timestamp
{
    private const long PerSecond = 1_000_000;

    public static long From(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static long Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds();

    public static string Format(long microseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{microseconds / PerSecond:D10}.{microseconds % PerSecond:D6}");

    /// <summary>Accepts seconds with up to six decimals; no sign, no exponent.</summary>
    public static bool TryParse(string text, out long microseconds)
    {
        microseconds = 0;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? text : text[..dot];
        var fraction = dot < 0 ? string.Empty : text[(dot + 1)..];
        if (whole.Length is 0 or > 12 || fraction.Length > 6 || (dot >= 0 && fraction.Length == 0)
            || !long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !long.TryParse(fraction.PadRight(6, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var rest))
        {
            return false;
        }

        microseconds = (seconds * PerSecond) + rest;
        return true;
    }
}
