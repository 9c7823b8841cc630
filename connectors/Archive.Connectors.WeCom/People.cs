using Archive.Core.Messages;

namespace Archive.Connectors.WeCom;

/// <summary>Who is who, as far as the corporation's own lists tell, and by the form of the id for everybody else. Not safe for concurrent callers.</summary>
internal sealed class People
{
    /// <summary>What the platform makes up for others has this length at least; a member's id of the firm's own making that begins alike is rarely so long.</summary>
    private const int MadeUpLength = 24;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Participant> _made = new(StringComparer.Ordinal);

    /// <summary>Of the corporation's own, by the list of seats or the directory.</summary>
    public void AddMember(string id, string? name = null)
    {
        _members.Add(id);
        if (!string.IsNullOrWhiteSpace(name))
        {
            _names[id] = name.Trim();
        }
    }

    /// <summary>Somebody else whose name was told: an external contact or a robot.</summary>
    public void AddName(string id, string? name)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            _names[id] = name.Trim();
        }
    }

    public bool HasName(string id) => _names.ContainsKey(id);

    public ParticipantKind KindOf(string id) => _members.Contains(id) ? ParticipantKind.Member : id switch
    {
        ['w', 'b', ..] when id.Length >= MadeUpLength => ParticipantKind.Bot,
        ['w', 'o' or 'm', ..] when id.Length >= MadeUpLength => ParticipantKind.External,

        // Bare ids are the firm's own. One that looks like an outsider's but is short is taken for a member too, who needs an entry in the register.
        _ => ParticipantKind.Member,
    };

    public Participant Find(string id)
    {
        var (name, kind) = (_names.GetValueOrDefault(id, id), KindOf(id));
        return _made.TryGetValue(id, out var made) && made.Name == name && made.Kind == kind ? made : _made[id] = new Participant(id, name, kind);
    }
}
