using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>Ends a walk through pages that does not get on.</summary>
public static class Standstill
{
    // A platform's continuation may stand still once for a repeated boundary message; a standstill that lasts would never end.
    private const int Most = 3;

    /// <param name="before">Pages for which it has already stood still.</param>
    /// <returns>The same with this page.</returns>
    /// <exception cref="ConnectorException">Transient: the continuation has not moved for several pages.</exception>
    public static int Count(string method, string? at, string? next, int before)
    {
        var still = next is not null && next == at ? before + 1 : 0;
        return still <= Most
            ? still
            : throw new ConnectorException(ConnectorFailure.Transient, $"{method} keeps giving the same continuation. It is tried again with the next run.");
    }
}
