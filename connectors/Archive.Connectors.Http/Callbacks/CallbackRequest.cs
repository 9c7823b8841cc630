namespace Archive.Connectors.Http.Callbacks;

/// <summary>A request as it came.</summary>
/// <param name="Query">Decoded parameters by name.</param>
/// <param name="Headers">By name, whatever its case.</param>
/// <param name="Body">The raw bytes, of which signatures are made; at most <see cref="MostBytes"/>.</param>
public sealed record CallbackRequest(
    string Method, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>1 MiB. An event carries one message at most, and no platform has messages of a tenth of that.</summary>
    public const int MostBytes = 1024 * 1024;

    public string? FindQuery(string name) => Query.GetValueOrDefault(name);

    public string? FindHeader(string name) => Headers.GetValueOrDefault(name);
}
