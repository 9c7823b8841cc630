namespace Archive.Web.Hooks;

/// <summary>Counts what strangers can cause without end, and says once in a while that it is time for a line in the log. Thread-safe.</summary>
/// <remarks>Names are those of sources, so there are few.</remarks>
internal sealed class SeldomTold(TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Count, long Told)> _names = new(StringComparer.Ordinal);

    /// <returns>How many there were since the last line, this one included; 0 when it is too early for another.</returns>
    public long Count(string name)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            var (count, told) = _names.TryGetValue(name, out var known) ? known : (0, now - (long)(Quiet.TotalSeconds * clock.TimestampFrequency));
            var isTime = clock.GetElapsedTime(told, now) >= Quiet;
            _names[name] = isTime ? (0, now) : (count + 1, told);
            return isTime ? count + 1 : 0;
        }
    }
}
