using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archive.Connectors.Slack.Wire;

/// <summary>The platform writes flags as true, 1 or "true", depending on the method and the age of an export; null and absent mean false.</summary>
internal sealed class LenientBooleanConverter : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        JsonTokenType.Number => reader.TryGetInt64(out var number) && number != 0,
        JsonTokenType.String => reader.GetString() is "true" or "1",
        _ => throw new JsonException("A flag was expected."),
    };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
