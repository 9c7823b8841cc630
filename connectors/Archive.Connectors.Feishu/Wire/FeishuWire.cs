using System.Text.Json.Serialization;

namespace Archive.Connectors.Feishu.Wire;

/// <summary>Serialisation is generated at compile time: pages are read without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(FeishuMessage))]
[JsonSerializable(typeof(FeishuChat))]
[JsonSerializable(typeof(FeishuMember))]
[JsonSerializable(typeof(FeishuUser))]
[JsonSerializable(typeof(FeishuDepartment))]
[JsonSerializable(typeof(FeishuEvent))]
internal sealed partial class FeishuWire : JsonSerializerContext;
