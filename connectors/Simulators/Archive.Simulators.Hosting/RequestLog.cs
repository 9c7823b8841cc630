using System.Collections.Concurrent;

namespace Archive.Simulators.Hosting;

/// <summary>The latest requests, and counts over all of them. Safe for concurrent use.</summary>
public sealed class RequestLog<TFault>
    where TFault : struct, Enum
{
    /// <summary>Keeps a long-running demo from growing.</summary>
    private const int Kept = 100_000;

    private readonly ConcurrentQueue<RequestRecord<TFault>> _records = new();
    private readonly ConcurrentDictionary<string, int> _methods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TFault, int> _faults = new();
    private int _total;

    public int Total => Volatile.Read(ref _total);

    public IReadOnlyList<RequestRecord<TFault>> Records => [.. _records];

    public IReadOnlyDictionary<string, int> Methods => new Dictionary<string, int>(_methods, StringComparer.Ordinal);

    public IReadOnlyDictionary<TFault, int> Faults => new Dictionary<TFault, int>(_faults);

    public void Add(RequestRecord<TFault> record)
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
