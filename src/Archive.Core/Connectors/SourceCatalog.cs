using Archive.Core.Retention;

namespace Archive.Core.Connectors;

/// <summary>The sources that the configuration names.</summary>
public sealed class SourceCatalog(IEnumerable<ConfiguredSource> sources)
{
    public IReadOnlyList<ConfiguredSource> Sources { get; } = [.. sources];

    public ConfiguredSource? Find(string name) => Sources.FirstOrDefault(s => s.Name == name);
}

/// <param name="Description">What an operator recognises it by: API and address, no secret.</param>
/// <param name="Open">Makes the connector; connects to nothing.</param>
/// <param name="Check">Makes what tries the connection; connects to nothing. Null where there is nothing to try, such as a file.</param>
public sealed record ConfiguredSource(
    string Name, string Platform, string Description, RetentionPolicy Retention, Func<IChatConnector> Open, Func<ISourceCheck>? Check = null)
{
    /// <summary>Whether the platform is to push events of it, which are hints to pull.</summary>
    public bool IsPushed { get; init; }

    /// <summary>Whether what it opens is a <see cref="IConfirmingConnector"/>.</summary>
    public bool CanConfirm { get; init; }

    /// <summary>How long the platform gives a message out; null where it keeps messages for as long as the firm wants.</summary>
    public TimeSpan? Window { get; init; }
}
