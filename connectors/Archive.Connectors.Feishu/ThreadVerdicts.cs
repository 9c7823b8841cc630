namespace Archive.Connectors.Feishu;

/// <summary>What was found of threads beside how far they are read.</summary>
internal sealed class ThreadVerdicts
{
    /// <summary>Why the app may not read them; null where it may (again).</summary>
    public Dictionary<string, string?> Denied { get; } = new(StringComparer.Ordinal);

    /// <summary>Since when they are due because an event has named them; null where that is over.</summary>
    public Dictionary<string, DateTimeOffset?> Hinted { get; } = new(StringComparer.Ordinal);

    public int Count => Denied.Count + Hinted.Count;
}
