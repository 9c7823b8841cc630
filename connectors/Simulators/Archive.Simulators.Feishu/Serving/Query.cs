using System.Globalization;
using System.Text;
using Archive.Simulators.Feishu.Organisation;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>Parameters of a call. One that the API does not have, one that comes twice and one out of bounds are errors: the platform would
/// ignore some of them, and a test would then not see a client's slip.</summary>
internal sealed class Query
{
    private readonly ApiFamily _family;
    private readonly Dictionary<string, string[]> _values = new(StringComparer.Ordinal);

    public Query(IQueryCollection query, ApiFamily family, IReadOnlyList<string> known, string? repeatable)
    {
        _family = family;
        foreach (var (name, value) in query)
        {
            if (!known.Contains(name) || (value.Count != 1 && name != repeatable))
            {
                throw family.WrongParameter(name);
            }

            _values[name] = [.. value.Select(v => v ?? string.Empty)];
        }
    }

    /// <summary>Null when missing or empty.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) && value[0].Length > 0 ? value[0] : null;

    public string[] All(string name) => _values.GetValueOrDefault(name) ?? [];

    public string Required(string name) => Text(name) ?? throw _family.WrongParameter(name);

    /// <summary>The parameter, one of the given words; the first when it is missing.</summary>
    public string OneOf(string name, params ReadOnlySpan<string> words)
    {
        var text = Text(name) ?? words[0];
        return words.Contains(text) ? text : throw _family.WrongParameter(name);
    }

    public bool Flag(string name) => OneOf(name, "false", "true") == "true";

    public int PageSize(int otherwise, int most)
    {
        if (Text("page_size") is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= 1 && size <= most
            ? size
            : throw _family.WrongPageSize();
    }

    /// <summary>Unix seconds; milliseconds, which are the usual slip, are refused.</summary>
    public long? Seconds(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return text.Length <= 11 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : throw _family.WrongParameter(name);
    }

    public UserIdType UserIdType(string name = "user_id_type") => OneOf(name, "open_id", "union_id", "user_id") switch
    {
        "union_id" => Organisation.UserIdType.UnionId,
        "user_id" => Organisation.UserIdType.UserId,
        _ => Organisation.UserIdType.OpenId,
    };

    /// <summary>Everything that must stay the same from page to page.</summary>
    public string Binding()
    {
        var text = new StringBuilder();
        foreach (var (name, values) in _values.Where(v => v.Key is not ("page_token" or "page_size")).OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('=').AppendJoin(',', values).Append('&');
        }

        return text.ToString();
    }
}
