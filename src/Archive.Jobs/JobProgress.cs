namespace Archive.Jobs;

/// <summary>Counts of a running job. Written by the job as often as it likes; stored once in a while. Thread-safe.</summary>
public sealed class JobProgress
{
    private volatile IReadOnlyDictionary<string, long> _counts = new Dictionary<string, long>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Set(IReadOnlyDictionary<string, long> counts) => _counts = counts;
}
