using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.WeCom.Serving;

/// <summary>What a call was given: parameters of a GET or the body of a POST. One that the API does not have and one that comes twice are errors:
/// the platform would ignore some of them, and a test would then not see a client's slip.</summary>
internal sealed class Arguments
{
    public const string TokenName = "access_token";
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <exception cref="ApiException">One of them is not known.</exception>
    public static async Task<Arguments> ReadAsync(HttpRequest request, Route route)
    {
        var arguments = new Arguments();
        foreach (var (name, value) in request.Query.Where(q => q.Key != TokenName))
        {
            if (route.IsPost || value.Count != 1 || !route.Fields.Contains(name))
            {
                throw ApiError.WrongParameter(name);
            }

            arguments._texts[name] = value.ToString();
        }

        if (route.IsPost)
        {
            await arguments.ReadBodyAsync(request, route);
        }

        return arguments;
    }

    /// <summary>Null where it is missing.</summary>
    public string? Text(string name)
    {
        if (_texts.TryGetValue(name, out var text))
        {
            return text;
        }

        return Find(name) is { } value ? TextOf(value, name) : null;
    }

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw ApiError.WrongParameter(name);

    /// <summary>Null where it is missing.</summary>
    public int? Number(string name, int least, int most)
    {
        var number = _texts.TryGetValue(name, out var text)
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw ApiError.WrongParameter(name)
            : Find(name) is { } value ? NumberOf(value, name) : (int?)null;
        return number is null || (number >= least && number <= most) ? number : throw ApiError.WrongParameter(name);
    }

    /// <summary>Objects of an array, each with exactly these texts in it.</summary>
    public List<string[]> Objects(string name, int most, params string[] fields)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() is 0 || array.GetArrayLength() > most)
        {
            throw ApiError.WrongParameter(name);
        }

        return [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object && item.EnumerateObject().All(p => fields.Contains(p.Name))
            ? fields.Select(f => item.TryGetProperty(f, out var value) && TextOf(value, f) is { Length: > 0 } text ? text : throw ApiError.WrongParameter(f)).ToArray()
            : throw ApiError.WrongParameter(name))];
    }

    /// <summary>The texts of an array inside an object; null where the object is missing.</summary>
    public string[]? Texts(string name, string inner)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(inner, out var array) && array.ValueKind == JsonValueKind.Array
            ? [.. array.EnumerateArray().Select(i => TextOf(i, inner))]
            : throw ApiError.WrongParameter(name);
    }

    private static string TextOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() ?? string.Empty : throw ApiError.WrongParameter(name);

    private static int NumberOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw ApiError.WrongParameter(name);

    private JsonElement? Find(string name) => _values.TryGetValue(name, out var value) ? value : null;

    private async Task ReadBodyAsync(HttpRequest request, Route route)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        if (body.Length == 0)
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(body.ToArray());
            foreach (var property in json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.EnumerateObject() : throw ApiError.WrongParameter("body"))
            {
                if (!route.Fields.Contains(property.Name) || !_values.TryAdd(property.Name, property.Value.Clone()))
                {
                    throw ApiError.WrongParameter(property.Name);
                }
            }
        }
        catch (JsonException)
        {
            throw ApiError.WrongParameter("body");
        }
    }
}
