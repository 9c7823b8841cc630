using Archive.Connectors.Feishu.Wire;
using Archive.Core.Messages;

namespace Archive.Connectors.Feishu.Directory;

/// <summary>Who is who, as far as a run was told: by member lists, by the directory, by mentions. Not safe for concurrent callers.</summary>
internal sealed class FeishuPeople
{
    /// <summary>Under this id the platform itself speaks.</summary>
    public const string PlatformId = "feishu";

    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Participant> _made = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _chats = new(StringComparer.Ordinal);

    /// <summary>A chat of the firm's own tells the firm's key; a shared one may be the other firm's.</summary>
    public void AddChat(FeishuChat chat)
    {
        if (!chat.External && chat.TenantKey is { Length: > 0 } own)
        {
            _own.Add(own);
        }

        if (chat is { ChatId: { Length: > 0 } id, Name: { Length: > 0 } name })
        {
            _chats[id] = name;
        }
    }

    /// <summary>Somebody of whom a list or a message tells.</summary>
    public void Add(string? id, string? name, string? tenant) => Add(id, name, tenant, listed: false);

    /// <summary>Somebody of the firm's own directory: the app sees nobody else in it.</summary>
    public void Add(FeishuUser user) => Add(user.OpenId, string.IsNullOrWhiteSpace(user.Name) ? user.EnName : user.Name, null, listed: true);

    /// <summary>Name and standing are both told; the directory has nothing to add.</summary>
    public bool Knows(string id) => _known.TryGetValue(id, out var known) && known.Name is not null && KindOf(known) != ParticipantKind.Unknown;

    /// <summary>A name for an id inside a text; null where it is not known.</summary>
    public string? NameOf(string? id) => id is not null && _known.TryGetValue(id, out var known) ? known.Name : null;

    public string? ChatName(string? id) => id is null ? null : _chats.GetValueOrDefault(id);

    /// <summary>The account, or what can be said of one that nobody told of: an unknown account is never taken for a member.</summary>
    public Participant Find(string id)
    {
        var known = _known.GetValueOrDefault(id);
        return Make(id, known?.Name ?? id, KindOf(known));
    }

    /// <summary>Who sent a message.</summary>
    public Participant SenderOf(FeishuMessage message)
    {
        if (message.Sender is not { Id: { Length: > 0 } id } sender)
        {
            return message.MsgType == "system"
                ? Make(PlatformId, "Feishu", ParticipantKind.Platform)
                : Make(message.Sender?.SenderType is { Length: > 0 } type ? type : "unknown", "?", ParticipantKind.Unknown);
        }

        switch (sender.SenderType)
        {
            case "app":
                return Make(id, NameOf(id) ?? id, ParticipantKind.Bot);
            case "user":
                Add(id, null, sender.TenantKey);
                return Find(id);
            default:
                return Make(id, NameOf(id) ?? id, ParticipantKind.Unknown);
        }
    }

    private void Add(string? id, string? name, string? tenant, bool listed)
    {
        if (id is not { Length: > 0 })
        {
            return;
        }

        var before = _known.GetValueOrDefault(id);
        _known[id] = new Known(
            string.IsNullOrWhiteSpace(name) ? before?.Name : name.Trim(),
            string.IsNullOrEmpty(tenant) ? before?.Tenant : tenant,
            listed || before?.Listed == true);
    }

    private ParticipantKind KindOf(Known? known) => known switch
    {
        null => ParticipantKind.Unknown,
        { Listed: true } => ParticipantKind.Member,
        { Tenant: null } => ParticipantKind.Unknown,
        _ when _own.Contains(known.Tenant) => ParticipantKind.Member,

        // With nothing but shared chats, the firm's own key is not known, and neither is who is a stranger.
        _ => _own.Count > 0 ? ParticipantKind.External : ParticipantKind.Unknown,
    };

    /// <summary>Keeps the instance while it says the same, so that a page does not hold hundreds of copies.</summary>
    private Participant Make(string id, string name, ParticipantKind kind) =>
        _made.TryGetValue(id, out var made) && made.Name == name && made.Kind == kind ? made : _made[id] = new Participant(id, name, kind);

    private sealed record Known(string? Name, string? Tenant, bool Listed);
}
