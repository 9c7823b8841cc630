using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Storage.Evidence;
using Archive.Storage.Sql;

namespace Archive.Storage.Records;

/// <summary>Numbers for sources, participants, conversations and policies, given once and never changed. Used inside a transaction of the writer.</summary>
internal sealed class NameTables
{
    private readonly LogWriter _writer;
    private readonly Dictionary<string, int> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<RetentionPolicy, int> _policies = [];
    private readonly Dictionary<NameForm, int> _participants = [];
    private readonly Dictionary<NameForm, int> _conversations = [];
    private readonly HashSet<IReadOnlyList<Participant>> _memberLists = new(ReferenceEqualityComparer.Instance);

    public NameTables(LogWriter writer)
    {
        _writer = writer;
        ReadSources();
        ReadPolicies();
    }

    /// <summary>Numbers that are known by now, for an engine that looks many up at once.</summary>
    public Dictionary<NameForm, int> Participants => _participants;

    public Dictionary<NameForm, int> Conversations => _conversations;

    /// <summary>Memberships that are known to be stored; filled by an engine that asks for many at once.</summary>
    public HashSet<(int Source, string Conversation, string Participant)> Members { get; } = [];

    public int Source(string name, string platform)
    {
        if (_sources.TryGetValue(name, out var id))
        {
            return id;
        }

        // Another process may have written it meanwhile.
        ReadSources();
        if (!_sources.TryGetValue(name, out id))
        {
            id = Insert(_writer.Database.Prepare("source_insert").Bind(1, name).Bind(2, platform).Bind(3, _writer.Mac.Source(name, platform)));
            _sources.Add(name, id);
            _writer.State["sources"]++;
        }

        return id;
    }

    public int Policy(RetentionPolicy policy)
    {
        if (_policies.TryGetValue(policy, out var id))
        {
            return id;
        }

        ReadPolicies();
        if (!_policies.TryGetValue(policy, out id))
        {
            var mac = _writer.Mac.Policy(policy.Name, policy.MinimumDays, (long)policy.Action);
            id = Insert(_writer.Database.Prepare("policy_insert")
                .Bind(1, policy.Name).Bind(2, policy.MinimumDays).Bind(3, (long)policy.Action).Bind(4, mac));
            _policies.Add(policy, id);
            _writer.State["policies"]++;
        }

        return id;
    }

    public int Participant(int source, Participant participant) =>
        Named("participant", "participants", _participants, source, participant.Id, participant.Name, (byte)participant.Kind);

    public int Conversation(int source, Conversation conversation)
    {
        if (conversation.Kind is ConversationKind.Direct or ConversationKind.Group && _memberLists.Add(conversation.Members))
        {
            WriteMembers(source, conversation);
            if (_memberLists.Count > 10_000)
            {
                _memberLists.Clear();
            }
        }

        return Named("conversation", "conversations", _conversations, source, conversation.Id, conversation.Name, (byte)conversation.Kind);
    }

    private void ReadSources()
    {
        var sources = _writer.Database.Prepare("source_list");
        while (sources.Step())
        {
            _sources[sources.Text(1)] = sources.Int32(0);
        }
    }

    private void ReadPolicies()
    {
        var policies = _writer.Database.Prepare("policy_list");
        while (policies.Step())
        {
            _policies[new RetentionPolicy(policies.Text(1), policies.Int32(2), (RetentionAction)policies.Int32(3))] = policies.Int32(0);
        }
    }

    private void WriteMembers(int source, Conversation conversation)
    {
        var insert = _writer.Database.Prepare("membership_insert");
        foreach (var member in conversation.Members)
        {
            var mac = _writer.Mac.Membership(source, conversation.Id, member.Id);
            _writer.State["memberships"] += insert.Bind(1, source).Bind(2, conversation.Id).Bind(3, member.Id).Bind(4, mac).Run();
        }
    }

    private int Named(
        string table,
        string counter,
        Dictionary<NameForm, int> known,
        int source,
        string nativeId,
        string name,
        byte kind)
    {
        var key = new NameForm(source, nativeId, name, kind);
        if (known.TryGetValue(key, out var id))
        {
            return id;
        }

        if (_writer.Database.Prepare(table + "_find").Bind(1, source).Bind(2, nativeId).Bind(3, name).Bind(4, kind).Find() is { } stored)
        {
            id = (int)stored;
        }
        else
        {
            var mac = _writer.Mac.Named(table, source, nativeId, name, kind);
            id = Insert(_writer.Database.Prepare(table + "_insert")
                .Bind(1, source).Bind(2, nativeId).Bind(3, name).Bind(4, kind).Bind(5, mac));
            _writer.State[counter]++;
        }

        known.Add(key, id);
        return id;
    }

    private static int Insert(IStoreStatement insert) => (int)(insert.Find() ?? throw new InvalidOperationException("The statement gives no number back."));
}

/// <summary>A participant or conversation as it was at a time; a changed name is another form.</summary>
internal readonly record struct NameForm(int Source, string Id, string Name, byte Kind);
