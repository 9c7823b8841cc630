using Archive.Core.Messages;

namespace Archive.Connectors.WeCom;

/// <summary>Where messages were said: a room by its id, a conversation of two by the ids of both. Each message tells who received it, so the members are those of
/// its own moment. One instance as long as nothing changes. Not safe for concurrent callers.</summary>
internal sealed class Conversations(People people)
{
    private readonly Dictionary<string, (string Members, Conversation Made)> _made = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public void AddName(string room, string? name)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            _names[room] = name.Trim();
        }
    }

    /// <summary>Of a conversation outside rooms: the platform has no id for it.</summary>
    public static string IdOf(IEnumerable<string> members) => "dm:" + string.Join('|', Ordered(members));

    /// <param name="room">Null outside rooms.</param>
    /// <param name="ids">Sender and receivers, repeated or not.</param>
    public Conversation Find(string? room, IEnumerable<string> ids)
    {
        string[] members = Ordered(ids);
        var key = string.Join('|', members);
        var id = room ?? IdOf(members);
        Participant[] found = [.. members.Select(people.Find)];
        if (_made.TryGetValue(id, out var made) && made.Members == key && made.Made.Members.SequenceEqual(found))
        {
            return made.Made;
        }

        var name = room is not null && _names.TryGetValue(room, out var known) ? known : string.Join(", ", found.Take(4).Select(p => p.Name)) + (found.Length > 4 ? " …" : "");
        var conversation = new Conversation(id, name, room is null ? ConversationKind.Direct : ConversationKind.Group, found);
        _made[id] = (key, conversation);
        return conversation;
    }

    private static string[] Ordered(IEnumerable<string> ids) => [.. ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
