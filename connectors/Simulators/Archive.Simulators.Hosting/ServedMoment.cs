namespace Archive.Simulators.Hosting;

/// <summary>Up to which moment of the corpus things have happened; null for all of it. Safe for concurrent use.</summary>
public sealed class ServedMoment(DateTimeOffset? until)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _until = until;

    public DateTimeOffset? Until
    {
        get
        {
            lock (_lock)
            {
                return _until;
            }
        }

        set
        {
            lock (_lock)
            {
                _until = value;
            }
        }
    }
}
