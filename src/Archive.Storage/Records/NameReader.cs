using System.Collections.Concurrent;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Storage.Sql;

namespace Archive.Storage.Records;

/// <summary>Resolves the numbers of <see cref="NameTables"/> for readers. Rows never change, so what was read once is kept. Thread-safe.</summary>
internal sealed class NameReader
{
    private readonly ConcurrentDictionary<int, Participant> _participants = new();
    private readonly ConcurrentDictionary<int, Conversation> _conversations = new();
    private volatile Dictionary<int, string> _sources = [];
    private volatile Dictionary<int, RetentionPolicy> _policies = [];

    public Participant Participant(IStoreDatabase database, int id) =>
        _participants.TryGetValue(id, out var known) ? known : _participants.GetOrAdd(id, ReadParticipant(database, id));

    public Conversation Conversation(IStoreDatabase database, int id) =>
        _conversations.TryGetValue(id, out var known) ? known : _conversations.GetOrAdd(id, ReadConversation(database, id));

    public string Source(IStoreDatabase database, int id)
    {
        if (!_sources.TryGetValue(id, out var name))
        {
            _sources = ReadSources(database);
            name = _sources.TryGetValue(id, out var found) ? found : throw Missing(database, "source", id);
        }

        return name;
    }

    public int? FindSource(IStoreDatabase database, string name)
    {
        foreach (var (id, known) in ReadSources(database))
        {
            if (known == name)
            {
                return id;
            }
        }

        return null;
    }

    public RetentionPolicy Policy(IStoreDatabase database, int id)
    {
        if (!_policies.TryGetValue(id, out var policy))
        {
            _policies = ReadPolicies(database);
            policy = _policies.TryGetValue(id, out var found) ? found : throw Missing(database, "retention policy", id);
        }

        return policy;
    }

    private static Dictionary<int, string> ReadSources(IStoreDatabase database)
    {
        var sources = new Dictionary<int, string>();
        var list = database.Prepare("source_list");
        while (list.Step())
        {
            sources[list.Int32(0)] = list.Text(1);
        }

        return sources;
    }

    private static Dictionary<int, RetentionPolicy> ReadPolicies(IStoreDatabase database)
    {
        var policies = new Dictionary<int, RetentionPolicy>();
        var list = database.Prepare("policy_list");
        while (list.Step())
        {
            policies[list.Int32(0)] = new RetentionPolicy(list.Text(1), list.Int32(2), (RetentionAction)list.Int32(3));
        }

        return policies;
    }

    private static Participant ReadParticipant(IStoreDatabase database, int id)
    {
        var read = database.Prepare("participant_read").Bind(1, id);
        if (!read.Step())
        {
            throw Missing(database, "participant", id);
        }

        var participant = new Participant(read.Text(0), read.Text(1), (ParticipantKind)read.Int32(2));
        read.Reset();
        return participant;
    }

    private static Conversation ReadConversation(IStoreDatabase database, int id)
    {
        var read = database.Prepare("conversation_read").Bind(1, id);
        if (!read.Step())
        {
            throw Missing(database, "conversation", id);
        }

        var conversation = new Conversation(read.Text(0), read.Text(1), (ConversationKind)read.Int32(2), []);
        read.Reset();
        return conversation;
    }

    private static StorageException Missing(IStoreDatabase database, string what, int id) =>
        new(StorageFailure.Corrupt, $"{database.Name}: {what} {id} is missing. Run 'archive verify' and restore a backup.");
}
