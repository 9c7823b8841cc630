using Archive.Core.Messages;

namespace Archive.Connectors.JsonLines;

/// <summary>A conversation as far as the file has told of it: its members are those who have spoken up to the end of the current page.</summary>
internal sealed class LineConversation(string id)
{
    private readonly HashSet<Participant> _seen = new(ReferenceEqualityComparer.Instance);
    private List<Participant> _members = [];
    private Conversation? _current;

    /// <summary>The page that the current list was made in: the only one in which it may still grow.</summary>
    private int _page;

    /// <summary>One instance a page; members who speak later in the page join its list, those of later pages get a list of their own.</summary>
    public Conversation With(Participant sender, int page)
    {
        var isNew = _seen.Add(sender);
        if (_current is null || (isNew && _page != page))
        {
            _members = [.. _members];
            _current = new Conversation(id, id, ConversationKind.Unknown, _members);
            _page = page;
        }

        if (isNew)
        {
            _members.Add(sender);
        }

        return _current;
    }
}
