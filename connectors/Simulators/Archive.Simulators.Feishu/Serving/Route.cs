namespace Archive.Simulators.Feishu.Serving;

/// <summary>One API of the platform.</summary>
/// <param name="Key">As the platform's own logs spell it, for instance <c>GET/open-apis/im/v1/messages/:message_id</c>.</param>
/// <param name="Parameters">Of the query string.</param>
/// <param name="Repeatable">The parameter that may come several times.</param>
internal sealed record Route(string Key, ApiFamily Family, string[] Parameters, Action<ApiCall> Handle, string? Repeatable = null)
{
    private readonly string[] _segments = Key[Key.IndexOf('/', StringComparison.Ordinal)..].Split('/');

    public string Method { get; } = Key[..Key.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The parts of the path that are named in the key; null when the path is another's.</summary>
    public Dictionary<string, string>? Match(string[] segments)
    {
        if (segments.Length != _segments.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < segments.Length; i++)
        {
            if (_segments[i].StartsWith(':') && segments[i].Length > 0)
            {
                values[_segments[i][1..]] = segments[i];
            }
            else if (_segments[i] != segments[i])
            {
                return null;
            }
        }

        return values;
    }
}
