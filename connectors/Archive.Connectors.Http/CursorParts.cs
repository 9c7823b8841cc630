using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>The cursor as it stands within a run: what was saved, with the changes of the pages since.</summary>
public sealed class CursorParts(SourceCursor saved)
{
    private readonly Dictionary<string, string> _parts = new(saved.Parts, StringComparer.Ordinal);

    public string? Find(string part) => _parts.GetValueOrDefault(part);

    /// <summary>A part that holds a time; null where there is none, or it is not one.</summary>
    public DateTimeOffset? FindTime(string part) => SourceCursor.ReadTime(Find(part));

    /// <summary>Parts whose names begin so, with the rest of the name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Under(string prefix) =>
        _parts.Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(p => KeyValuePair.Create(p.Key[prefix.Length..], p.Value));

    /// <summary>Takes the changes of a page over and hands them on.</summary>
    public Dictionary<string, string?> Apply(Dictionary<string, string?> changes)
    {
        foreach (var (part, value) in changes)
        {
            if (value is null)
            {
                _parts.Remove(part);
            }
            else
            {
                _parts[part] = value;
            }
        }

        return changes;
    }
}
