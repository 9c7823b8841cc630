using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;
using Archive.Simulators.Slack.Faults;

namespace Archive.Simulators.Slack.Organisation;

/// <summary>The corpus translated into the platform's terms: an organisation (Grid) with workspaces, accounts, channels and files.</summary>
internal sealed class Org
{
    private readonly Dictionary<string, Account> _accountsBySource = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Account> _accountsById = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Account> _accountsByEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Channel> _channelsBySource = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Channel> _channelsById = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SharedFile> _filesById = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fileIds = new(StringComparer.Ordinal);
    private readonly ILookup<string, Account> _staff;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public Org(Corpus.Corpus corpus, SlackSimulatorOptions options)
    {
        Today = corpus.Today;
        Name = corpus.Organisation;
        Domain = new string([.. corpus.Organisation.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-') is { Length: > 0 } d
            ? d : "organisation";
        EnterpriseId = NewId('E', corpus.Organisation, "enterprise");
        Teams = [.. Enumerable.Range(0, options.Workspaces).Select(NewTeam)];
        foreach (var person in corpus.People)
        {
            Add(person);
        }

        _staff = Accounts.Where(a => a.IsMember).ToLookup(a => a.Source.Department ?? string.Empty, StringComparer.Ordinal);
        var messages = corpus.Messages.ToLookup(m => m.ConversationId);
        var builder = new ChannelBuilder(corpus.Today, _accountsBySource);
        foreach (var conversation in corpus.Conversations)
        {
            Add(conversation, builder, messages[conversation.Id]);
        }

        AddFiles(options);
        Members = Channels.SelectMany(c => c.Members.Select(m => (m.Account.Id, Channel: c, Membership: m))).ToLookup(m => m.Id, m => (m.Channel, m.Membership));
    }

    public DateTimeOffset Today { get; }

    public string Name { get; }

    public string Domain { get; }

    public string EnterpriseId { get; }

    public IReadOnlyList<Team> Teams { get; }

    public List<Account> Accounts { get; } = [];

    public List<Channel> Channels { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<SharedFile> Files { get; } = [];

    /// <summary>Conversations of an account by its platform id, past ones included.</summary>
    public ILookup<string, (Channel Channel, Membership Membership)> Members { get; }

    public Account? FindAccount(string id) => _accountsById.GetValueOrDefault(id);

    public Account? FindAccountByEmail(string email) => _accountsByEmail.GetValueOrDefault(email);

    public Channel? FindChannel(string id) => _channelsById.GetValueOrDefault(id);

    public SharedFile? FindFile(string id) => _filesById.GetValueOrDefault(id);

    public Account AccountOf(string corpusId) => _accountsBySource[corpusId];

    public Channel ChannelOf(string corpusId) => _channelsBySource[corpusId];

    public SharedFile FileOf(string corpusId) => _filesById[_fileIds[corpusId]];

    /// <summary>Who people of a department report to: whoever of those there now has been there longest.</summary>
    public Account? LeaderOf(string department, DateTimeOffset now) =>
        _staff[department].Where(a => a.HasCome(now) && !a.HasLeft(now)).MinBy(a => a.Source.ValidFrom);

    public bool IsOwn(string teamId) => Teams.Any(t => t.Id == teamId);

    private Team NewTeam(int number) => number == 0
        ? new Team(NewId('T', Name, "team"), Name, Domain)
        : new Team(NewId('T', $"{Name} {number}", "team"), $"{Name} {(char)('A' + number)}", $"{Domain}-{(char)('a' + number)}");

    private void Add(CorpusPerson person)
    {
        // Some people of a Grid have W ids; clients must treat ids as opaque.
        var prefix = person.Kind == CorpusPersonKind.Employee && StableHash.OneIn(4, person.Id, "grid") ? 'W' : 'U';
        var isBot = person.Kind == CorpusPersonKind.Bot;
        var account = new Account(
            person,
            NewId(prefix, person.Id, "person"),
            isBot ? NewId('B', person.Id, "bot") : null,
            isBot ? NewId('A', person.Id, "app") : null,
            person.Kind == CorpusPersonKind.External ? ForeignTeam(person) : Teams[0].Id);
        Accounts.Add(account);
        _accountsBySource.Add(person.Id, account);
        _accountsById.Add(account.Id, account);
        if (account.BotId is { } botId)
        {
            _accountsById.Add(botId, account);
        }

        if (person.Email is { } email)
        {
            _accountsByEmail.TryAdd(email, account);
        }
    }

    /// <summary>One foreign organisation per mail domain.</summary>
    private static string ForeignTeam(CorpusPerson person) =>
        SlackIdentifier.Make('T', person.Email is { } email ? email[(email.IndexOf('@', StringComparison.Ordinal) + 1)..] : "elsewhere", "foreign");

    private void Add(CorpusConversation conversation, ChannelBuilder builder, IEnumerable<CorpusMessage> messages)
    {
        var prefix = conversation.Kind switch
        {
            CorpusConversationKind.Direct => 'D',
            CorpusConversationKind.GroupDirect => 'G',
            _ => 'C',
        };
        var direct = prefix is 'D' or 'G';
        var team = direct ? EnterpriseId : Teams[(int)(StableHash.Of(conversation.Id, "workspace") % (ulong)Teams.Count)].Id;
        var name = conversation.Kind == CorpusConversationKind.GroupDirect
            ? $"mpdm-{string.Join("--", conversation.MemberIds.Select(m => _accountsBySource[m].Login))}-1"
            : conversation.Name;
        var channel = builder.Build(conversation, NewId(prefix, conversation.Id, "conversation"), team, name, messages);
        Channels.Add(channel);
        _channelsBySource.Add(conversation.Id, channel);
        _channelsById.Add(channel.Id, channel);
    }

    private void AddFiles(SlackSimulatorOptions options)
    {
        foreach (var channel in Channels)
        {
            for (var i = 0; i < channel.Messages.Length; i++)
            {
                foreach (var file in channel.Messages[i].Files ?? [])
                {
                    var fault = options.FileFaults.TryGetValue(file.Id, out var chosen) ? chosen
                        : options.ExternalFileOneIn > 0 && StableHash.OneIn((ulong)options.ExternalFileOneIn, file.Id, "external") ? FileFault.External
                        : (FileFault?)null;
                    var shared = new SharedFile(file, NewId('F', file.Id, "file"), channel, i, fault);
                    _filesById.Add(shared.Id, shared);
                    _fileIds.Add(file.Id, shared.Id);
                    Files.Add(shared);
                }
            }
        }

        Files.Sort(static (a, b) => a.Channel.Times[a.Message].CompareTo(b.Channel.Times[b.Message]));
    }

    private string NewId(char prefix, string text, string purpose)
    {
        var id = SlackIdentifier.Make(prefix, text, purpose);
        for (var attempt = 1; !_taken.Add(id); attempt++)
        {
            id = SlackIdentifier.Make(prefix, text, $"{purpose} {attempt}");
        }

        return id;
    }
}
