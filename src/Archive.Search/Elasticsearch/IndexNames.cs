using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Archive.Search.Elasticsearch;

/// <summary>What things are called on the cluster.</summary>
internal sealed class IndexNames(string prefix)
{
    // Beyond it an id is stood for by its digest: the engine takes terms of 32,766 bytes, and pages of them are no use to anybody.
    private const int LongestKey = 1_000;
    private const char Separator = '\u001F';

    /// <summary>The indices that searches read, for whoever looks at the cluster; the adapter itself names them one by one, so that a missing
    /// one is an error and not an empty answer.</summary>
    public string Alias => prefix;

    public string State => prefix + "-state";

    public string Names => prefix + "-names";

    public string Template => prefix + "-messages";

    /// <summary>Every index of messages, of any generation.</summary>
    public string AllMessages => prefix + "-g*";

    public string Messages(long generation, int year) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-g{generation}-{year:D4}");

    public IEnumerable<string> MessagesOf(IndexGeneration generation) => generation.Years.Select(year => Messages(generation.Number, year));

    /// <summary>The generation of an index of messages.</summary>
    public long? FindGeneration(string index)
    {
        var start = prefix.Length + 2;
        var end = index.LastIndexOf('-');
        return index.StartsWith(prefix + "-g", StringComparison.Ordinal) && end > start
            && long.TryParse(index.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var generation) ? generation : null;
    }

    /// <summary>What documents carry for a conversation or person: ids are unique within a source only.</summary>
    public static string Key(string source, string id)
    {
        var key = $"{source}{Separator}{id}";
        return key.Length <= LongestKey ? key : $"{source}{Separator}{Separator}{Digest(key)}";
    }

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
