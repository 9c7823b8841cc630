using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Archive.IntegrationTests.Faults;

/// <summary>Counts from the log how children of WeCom's library broke, and how many were replaced because they had grown.</summary>
internal sealed class BreakCount : ILoggerProvider, ILogger
{
    private const int Broken = 1161;
    private const int Grown = 1162;

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int All => _counts.Values.Sum();

    public override string ToString() => string.Join(", ", _counts.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}"));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == Grown)
        {
            Add("Grown");
        }
        else if (eventId.Id == Broken && state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            Add(string.Join(' ', values.Where(v => v.Key is "How" or "End").Select(v => $"{v.Value}")));
        }
    }

    public void Dispose()
    {
        // holds nothing
    }

    private void Add(string kind) => _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
}
