using Archive.Core.Retention;

namespace Archive.Core.Connectors;

/// <summary>The sources that the configuration names, which stay while the process runs, and those made on the pages, which come and go. Thread-safe.</summary>
public sealed class SourceCatalog(IEnumerable<ConfiguredSource> sources)
{
    private readonly IReadOnlyList<ConfiguredSource> _named = [.. sources];
    private volatile IReadOnlyList<ConfiguredSource>? _all;

    /// <summary>Raised after <see cref="Sources"/> became others.</summary>
    public event EventHandler? Changed;

    public IReadOnlyList<ConfiguredSource> Sources => _all ?? _named;

    public ConfiguredSource? Find(string name) => Sources.FirstOrDefault(s => s.Name == name);

    /// <summary>Whether the configuration names it, so that the pages cannot change it.</summary>
    public bool IsNamed(string name) => _named.Any(s => s.Name == name);

    /// <summary>Puts the sources made on the pages beside the others, in place of those that were. A name that the configuration has, too, is the
    /// configuration's.</summary>
    public void Show(IEnumerable<ConfiguredSource> made)
    {
        _all = [.. _named, .. made.Where(s => !IsNamed(s.Name))];
        Changed?.Invoke(this, EventArgs.Empty);
    }
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

    /// <summary>Cron expression (UTC) of its pull; null for what the jobs' settings say.</summary>
    public string? Schedule { get; init; }

    /// <summary>Age of the newest complete pull at which it is late; null for what the settings say.</summary>
    public TimeSpan? LateAfter { get; init; }

    /// <summary>How long the platform gives a message out; null where it keeps messages for as long as the firm wants.</summary>
    public TimeSpan? Window { get; init; }
}
