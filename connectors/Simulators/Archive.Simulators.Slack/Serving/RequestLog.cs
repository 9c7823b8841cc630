using System.Collections.Concurrent;
using Archive.Simulators.Slack.Faults;

namespace Archive.Simulators.Slack.Serving;

/// <summary>The latest requests, and counts over all of them.</summary>
internal sealed class RequestLog
{
    /// <summary>Keeps a long-running demo from growing.</summary>
    private const int Kept = 100_000;

    private readonly ConcurrentQueue<RequestRecord> _records = new();
    private readonly ConcurrentDictionary<string, int> _methods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<FaultKind, int> _faults = new();
    private int _total;

    public int Total => Volatile.Read(ref _total);

    public IReadOnlyList<RequestRecord> Records => [.. _records];

    public IReadOnlyDictionary<string, int> Methods => new Dictionary<string, int>(_methods, StringComparer.Ordinal);

    public IReadOnlyDictionary<FaultKind, int> Faults => new Dictionary<FaultKind, int>(_faults);

    public void Add(RequestRecord record)
    {
        Interlocked.Increment(ref _total);
        _methods.AddOrUpdate(record.Method, 1, static (_, n) => n + 1);
        if (record.Fault is { } fault)
        {
            _faults.AddOrUpdate(fault, 1, static (_, n) => n + 1);
        }

        _records.Enqueue(record);
        while (_records.Count > Kept && _records.TryDequeue(out _))
        {
        }
    }
}
