using System.Collections.Concurrent;

namespace Archive.Jobs;

/// <summary>One running instance per job and source in this process. The data folder has one writing process, so no wider lock is needed.</summary>
public sealed class JobLocks
{
    private readonly ConcurrentDictionary<string, byte> _held = new(StringComparer.Ordinal);

    /// <returns>Null when the job runs already; otherwise dispose of it when the job has ended.</returns>
    public IDisposable? TryTake(string job, string? source)
    {
        var key = CatalogedJob.Key(job, source);
        return _held.TryAdd(key, 0) ? new Held(this, key) : null;
    }

    public bool IsHeld(string job, string? source) => _held.ContainsKey(CatalogedJob.Key(job, source));

    private sealed class Held(JobLocks locks, string key) : IDisposable
    {
        public void Dispose() => locks._held.TryRemove(key, out _);
    }
}
