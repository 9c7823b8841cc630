using System.Collections.Concurrent;

namespace Archive.Connectors.Http;

/// <summary>The budgets of this process, each by what its platform counts: all sources and all tests of the connection that use the same app or token share one. Safe for concurrent
/// callers.</summary>
public sealed class RequestPaces
{
    private readonly ConcurrentDictionary<(string Platform, string Account), RequestPace> _paces;
    private readonly TimeProvider _time;
    private readonly bool _isOfCheck;

    public RequestPaces(TimeProvider time)
        : this([], time, isOfCheck: false)
    {
    }

    private RequestPaces(ConcurrentDictionary<(string Platform, string Account), RequestPace> paces, TimeProvider time, bool isOfCheck) =>
        (_paces, _time, _isOfCheck) = (paces, time, isOfCheck);

    /// <summary>The same budgets for whoever only tries a connection: what it asks for changes none of them, since that may be typed only a moment ago, and pulls are running. It counts
    /// only where no source uses the budget.</summary>
    public RequestPaces ForCheck() => new(_paces, _time, isOfCheck: true);

    /// <param name="platform">With the account, says whose budget it is: the same app id may exist on two hosts.</param>
    /// <param name="account">Id of the app, or <see cref="BearerToken.Fingerprint"/>.</param>
    /// <param name="source">Whose setting <paramref name="perSecond"/> is. It replaces what the source asked for before, of whichever budget.</param>
    public RequestPace Find(string platform, string account, string source, double perSecond)
    {
        if (_isOfCheck)
        {
            return _paces.TryGetValue((platform, account), out var shared) && shared.IsUsed ? shared : new RequestPace(perSecond, _time);
        }

        var pace = _paces.GetOrAdd((platform, account), static (_, clock) => new RequestPace(clock), _time);
        pace.Limit(source, perSecond);
        foreach (var other in _paces.Values.Where(other => other != pace))
        {
            other.Forget(source);
        }

        return pace;
    }

    /// <summary>The source was removed, or is about to be replaced: it no longer has a say in any budget.</summary>
    public void Forget(string source)
    {
        foreach (var pace in _paces.Values)
        {
            pace.Forget(source);
        }
    }
}
