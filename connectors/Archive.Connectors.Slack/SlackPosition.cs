using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archive.Connectors.Slack;

/// <summary>How far an unfinished run has come; the cursor part "position". It goes when the run is complete.</summary>
internal sealed record SlackPosition
{
    public const string Part = "position";

    /// <summary>True while the conversations of the members are being listed, before any is read.</summary>
    public bool Walking { get; init; }

    /// <summary>The run reads every known conversation, not only the recently active ones.</summary>
    public bool Full { get; init; }

    /// <summary>Before the accounts were listed for the first time in this run. A run that goes on keeps it.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Last member whose conversations are listed, or last conversation that is completely read; both go in order of id.</summary>
    public string? Done { get; init; }

    public string? Conversation { get; init; }

    /// <summary>In the conversation: its history is through and its edits are being read.</summary>
    public bool InEdits { get; init; }

    /// <summary>Where the next page of the conversation starts, in the platform's terms.</summary>
    public string? Next { get; init; }

    /// <summary>Highest ts of the conversation's history in this run.</summary>
    public string? High { get; init; }

    /// <summary>A page of this run said that the conversation has edits.</summary>
    public bool HasEdits { get; init; }

    /// <summary>Web API: of the page at <see cref="Next"/> the threads down to this one are read.</summary>
    public string? Thread { get; init; }

    public SlackPosition After(string conversation) => new() { Full = Full, Started = Started, Done = conversation };

    /// <summary>What is known about the conversation, or its beginning when it was not begun.</summary>
    public SlackPosition At(string conversation) =>
        Conversation == conversation ? this : new() { Full = Full, Started = Started, Done = Done, Conversation = conversation };

    public override string ToString() => JsonSerializer.Serialize(this, SlackPositionJson.Default.SlackPosition);

    /// <summary>Null where there is none, or one that this version cannot read: then the run starts anew and repeats.</summary>
    public static SlackPosition? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, SlackPositionJson.Default.SlackPosition);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SlackPosition))]
internal sealed partial class SlackPositionJson : JsonSerializerContext;
