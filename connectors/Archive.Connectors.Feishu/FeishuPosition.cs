using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archive.Connectors.Feishu;

/// <summary>How far an unfinished run has come; the cursor part "position". It goes when the run is complete.</summary>
internal sealed record FeishuPosition
{
    public const string Part = "position";

    public DateTimeOffset Started { get; init; }

    /// <summary>The run looks for edits and recalls as far back as the deep window.</summary>
    public bool Deep { get; init; }

    /// <summary>A hint asks for the same in this one chat.</summary>
    public bool Far { get; init; }

    [JsonIgnore]
    public bool LooksFar => Deep || Far;

    /// <summary>Last chat that is completely read; they go in order of id.</summary>
    public string? Done { get; init; }

    public string? Chat { get; init; }

    /// <summary>Where the next page of the chat starts, in the platform's terms.</summary>
    public string? Next { get; init; }

    /// <summary>Highest time of the chat's history in this run, in milliseconds.</summary>
    public long? High { get; init; }

    /// <summary>The history of the chat is through and its threads are being read.</summary>
    public bool InThreads { get; init; }

    /// <summary>Last thread of the chat that is completely read; they go in order of id.</summary>
    public string? Thread { get; init; }

    public FeishuPosition After(string chat) => new() { Started = Started, Deep = Deep, Done = chat };

    /// <summary>What is known about the chat, or its beginning when it was not begun.</summary>
    public FeishuPosition At(string chat) => Chat == chat ? this : new() { Started = Started, Deep = Deep, Done = Done, Chat = chat };

    /// <summary>How far a mark may go, in milliseconds: not past what had time enough to show itself when the run began.</summary>
    public long Settled(long newest, TimeSpan overlap) => Math.Min(newest, FeishuTime.Back(Started.ToUnixTimeMilliseconds(), overlap));

    public override string ToString() => JsonSerializer.Serialize(this, FeishuPositionJson.Default.FeishuPosition);

    /// <summary>Null where there is none, or one that this version cannot read: then the run starts anew and repeats.</summary>
    public static FeishuPosition? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, FeishuPositionJson.Default.FeishuPosition);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(FeishuPosition))]
internal sealed partial class FeishuPositionJson : JsonSerializerContext;
