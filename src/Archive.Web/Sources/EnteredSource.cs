using Archive.Core.Connectors;

namespace Archive.Web.Sources;

/// <summary>What somebody entered into the form of a source, and what is wrong with it.</summary>
internal sealed class EnteredSource
{
    public string Name { get; init; } = "";

    /// <summary>Values of the fields that are no secrets, as they were entered, to be shown again.</summary>
    public Dictionary<string, string> Shown { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What would be stored, secrets too.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Those secrets that this person typed, now or before the last test. What is stored already is never among them: it would leave the store.</summary>
    public Dictionary<string, string> Typed { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong, in the person's language, by setting.</summary>
    public Dictionary<string, string> Problems { get; } = new(StringComparer.Ordinal);

    public bool IsGood => Problems.Count == 0;

    public StoredSource ToSource(string platform, long revision) => new(Name, platform, Settings) { Revision = revision };
}
