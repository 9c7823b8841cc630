using System.Runtime.InteropServices;
using System.Text.Json;

namespace Archive.Connectors.Http;

/// <summary>Careful looks into JSON whose form nobody vouches for.</summary>
public static class LenientJson
{
    public static JsonElement Child(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(JsonElement element, string name) =>
        Child(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A text, or a number in its digits.</summary>
    public static string? Scalar(JsonElement element, string name) => Child(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public static bool Flag(JsonElement element, string name) => Child(element, name).ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Elements(JsonElement array) => array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    /// <summary>The bytes as received: a slice of the answer, not a rendering of it.</summary>
    public static byte[] Raw(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();
}
