using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archive.Core.Sanctioning;

/// <summary>Body of an entry that tells of changes of the register: <c>{"what": …, "changes": […]}</c>.</summary>
public static class RegisterEntry
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(string what, IReadOnlyList<RegisterChange> changes) => JsonSerializer.Serialize(new Body(what, changes), Json);

    /// <exception cref="InvalidDataException">It holds no change that this version knows.</exception>
    public static IReadOnlyList<RegisterChange> Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<Body>(body, Json)?.Changes ?? throw new InvalidDataException("An entry of the register is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("An entry of the register cannot be read. It may come from a newer version of the program.", e);
        }
    }

    private sealed record Body(string What, IReadOnlyList<RegisterChange> Changes);
}
