namespace Archive.Core.Connectors;

/// <summary>Under which names something was captured, whether the source is still configured or not.</summary>
public interface ICapturedSources
{
    /// <returns>The platform of what was captured under a name; null when nothing was.</returns>
    Task<string?> FindPlatformAsync(string name, CancellationToken cancellationToken);
}
