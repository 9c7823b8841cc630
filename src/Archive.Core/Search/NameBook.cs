using Archive.Core.Search.Analysis;

namespace Archive.Core.Search;

/// <summary>Every name that conversations and people had in a set of documents. Filled first, asked afterwards; one thread at a time.</summary>
internal sealed class NameBook
{
    private readonly Dictionary<(string Source, string Id), HashSet<string>> _conversations = [];
    private readonly Dictionary<(string Source, string Id), HashSet<string>> _people = [];

    public void Add(IndexDocument document)
    {
        Add(_conversations, (document.Source, document.ConversationId), document.ConversationName);
        Add(_people, (document.Source, document.SenderId), document.SenderName);
        foreach (var recipient in document.Recipients)
        {
            Add(_people, (document.Source, recipient.Id), recipient.Name);
        }
    }

    /// <summary>Conversations whose id equals a folded text or one of whose names contains it.</summary>
    public HashSet<(string Source, string Id)> FindConversations(string folded) => Find(_conversations, folded);

    /// <inheritdoc cref="FindConversations"/>
    public HashSet<(string Source, string Id)> FindPeople(string folded) => Find(_people, folded);

    private static void Add(Dictionary<(string Source, string Id), HashSet<string>> book, (string Source, string Id) key, string name)
    {
        if (!book.TryGetValue(key, out var names))
        {
            book.Add(key, names = new HashSet<string>(StringComparer.Ordinal));
        }

        names.Add(name);
    }

    private static HashSet<(string Source, string Id)> Find(Dictionary<(string Source, string Id), HashSet<string>> book, string folded) =>
    [
        .. book.Where(entry => TextFolding.Fold(entry.Key.Id) == folded
            || entry.Value.Any(name => TextFolding.Fold(name).Contains(folded, StringComparison.Ordinal))).Select(entry => entry.Key),
    ];
}
