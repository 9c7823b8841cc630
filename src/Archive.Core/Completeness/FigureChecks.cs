namespace Archive.Core.Completeness;

internal static class FigureChecks
{
    /// <summary>Nothing is counted below zero: a sum could be kept up by that.</summary>
    public static bool AreCounts(IEnumerable<long> figures) => figures.All(f => f >= 0);
}
