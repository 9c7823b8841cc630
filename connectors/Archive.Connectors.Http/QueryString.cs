using System.Text;

namespace Archive.Connectors.Http;

public static class QueryString
{
    /// <summary>"?name=value&amp;…" of the arguments that have a value; empty when none has.</summary>
    public static string Of(IReadOnlyList<(string Name, string? Value)> arguments)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in arguments)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return query.ToString();
    }
}
