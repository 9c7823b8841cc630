using System.Text.Json;

namespace Archive.Connectors.Slack.Wire;

/// <summary>A message as history, edits, events and exports show it. Only what the mapping uses; the raw bytes are kept beside it.</summary>
internal sealed record SlackMessage
{
    public string? Type { get; init; }
    public string? Subtype { get; init; }
    public string? Text { get; init; }
    public string? User { get; init; }
    public string? BotId { get; init; }
    public SlackBotProfile? BotProfile { get; init; }
    public string? Username { get; init; }
    public string? Ts { get; init; }
    public string? ThreadTs { get; init; }
    public long? ReplyCount { get; init; }
    public string? LatestReply { get; init; }
    public SlackEdited? Edited { get; init; }
    public IReadOnlyList<JsonElement>? Reactions { get; init; }
    public IReadOnlyList<SlackFile?>? Files { get; init; }

    /// <summary>Old exports: a single file.</summary>
    public SlackFile? File { get; init; }

    /// <summary>Old exports: what was said about a file.</summary>
    public SlackComment? Comment { get; init; }

    public JsonElement Attachments { get; init; }
    public JsonElement Blocks { get; init; }
    public string? Team { get; init; }
    public string? UserTeam { get; init; }
    public string? SourceTeam { get; init; }
    public SlackUserProfile? UserProfile { get; init; }

    /// <summary>Of a huddle: who took part, from when to when.</summary>
    public SlackRoom? Room { get; init; }

    public JsonElement Message { get; init; }
    public JsonElement PreviousMessage { get; init; }

    /// <summary>Some exports: the text before the change.</summary>
    public JsonElement Original { get; init; }

    public string? DeletedTs { get; init; }
}

internal sealed record SlackEdited(string? User, string? Ts);

internal sealed record SlackReaction(string? Name, IReadOnlyList<string?>? Users);

internal sealed record SlackComment(string? User, string? Comment);

internal sealed record SlackBotProfile(string? Id, string? Name);

internal sealed record SlackRoom(long? DateEnd);

internal sealed record SlackUserProfile
{
    public string? Name { get; init; }
    public string? RealName { get; init; }
    public string? DisplayName { get; init; }
    public string? Team { get; init; }
    public bool IsRestricted { get; init; }
    public bool IsUltraRestricted { get; init; }

    /// <summary>Custom fields by id, each with its value. Only in a list of people.</summary>
    public JsonElement Fields { get; init; }
}
