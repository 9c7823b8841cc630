using System.Collections.Concurrent;

namespace Archive.Core.Dependencies;

/// <summary>What the archive depends on, and whether calls to it go through at present. Whoever calls something through a circuit breaker reports into it;
/// the health page and the metrics read it. Thread-safe.</summary>
public sealed class DependencyStates(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DependencyState> _states = new(StringComparer.Ordinal);

    /// <param name="name">Of the configuration: "elasticsearch", "slack:SOURCE".</param>
    public void Report(string name, DependencyCondition state) => _states.AddOrUpdate(
        name,
        _ => new DependencyState(name, state, clock.GetUtcNow()),
        (_, known) => known.State == state ? known : new DependencyState(name, state, clock.GetUtcNow()));

    /// <summary>What nothing depends on any more.</summary>
    public void Forget(string name) => _states.TryRemove(name, out _);

    /// <summary>Null when nothing was reported yet.</summary>
    public DependencyState? Find(string name) => _states.GetValueOrDefault(name);

    public IReadOnlyList<DependencyState> Read() => [.. _states.Values.OrderBy(s => s.Name, StringComparer.Ordinal)];
}

/// <param name="Since">When it came into this state.</param>
public sealed record DependencyState(string Name, DependencyCondition State, DateTimeOffset Since);

/// <summary>The numbers are exported as a metric and never change.</summary>
public enum DependencyCondition
{
    /// <summary>Calls go through.</summary>
    Closed = 0,

    /// <summary>One call is let through to see whether the dependency is back.</summary>
    HalfOpen = 1,

    /// <summary>Nearly everything failed lately; calls are refused at once for a while.</summary>
    Open = 2,
}
