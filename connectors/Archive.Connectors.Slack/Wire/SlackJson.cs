using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archive.Connectors.Slack.Wire;

/// <summary>Serialisation is generated at compile time: a page of 1,000 messages is read without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(SlackMessage))]
[JsonSerializable(typeof(SlackReaction))]
[JsonSerializable(typeof(SlackUser))]
[JsonSerializable(typeof(SlackChannel))]
[JsonSerializable(typeof(SlackFile))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
internal sealed partial class SlackJson : JsonSerializerContext;
