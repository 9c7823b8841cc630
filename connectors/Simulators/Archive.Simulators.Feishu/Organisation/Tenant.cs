using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Organisation;

/// <summary>The corpus translated into the platform's terms: one tenant with its accounts, chats and messages.</summary>
internal sealed class Tenant
{
    private readonly Dictionary<string, Account> _accountsBySource = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Chat> _chatsBySource = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Chat> _chats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SentMessage> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MessageThread> _threads = new(StringComparer.Ordinal);

    public Tenant(Corpus.Corpus corpus, FeishuSimulatorOptions options)
    {
        Today = corpus.Today;
        Key = StableHash.Hex32(corpus.Organisation, "tenant")[..16];
        foreach (var person in corpus.People)
        {
            Add(person);
        }

        Directory = new StaffDirectory(Accounts, options.ContactRange);
        var messages = corpus.Messages.ToLookup(m => m.ConversationId);
        var builder = new ChatBuilder(options, AccountOf);
        foreach (var conversation in corpus.Conversations)
        {
            var stay = options.Bot.TryGetValue(conversation.Id, out var chosen) ? chosen
                : conversation.Kind == CorpusConversationKind.Direct ? BotStay.Never : BotStay.Always;
            var chat = new Chat(conversation, "oc_" + StableHash.Hex32(conversation.Id, "chat"), Key, stay);
            builder.Fill(chat, messages[conversation.Id]);
            Add(chat);
        }
    }

    public DateTimeOffset Today { get; }

    public string Key { get; }

    public List<Account> Accounts { get; } = [];

    public StaffDirectory Directory { get; }

    /// <summary>Oldest first.</summary>
    public IEnumerable<Chat> Chats => _chats.Values.OrderBy(c => c.Source.Created);

    public Account AccountOf(string corpusId) => _accountsBySource[corpusId];

    public Chat ChatOf(string corpusId) => _chatsBySource[corpusId];

    /// <summary>By open, union or user id.</summary>
    public Account? FindAccount(string id) => _accounts.GetValueOrDefault(id);

    public Chat? FindChat(string id) => _chats.GetValueOrDefault(id);

    public SentMessage? FindMessage(string id) => _messages.GetValueOrDefault(id);

    public MessageThread? FindThread(string id) => _threads.GetValueOrDefault(id);

    private void Add(CorpusPerson person)
    {
        // One foreign tenant for each mail domain.
        var key = person.Kind != CorpusPersonKind.External ? Key
            : StableHash.Hex32(person.Email is { } email ? email[(email.IndexOf('@', StringComparison.Ordinal) + 1)..] : "elsewhere", "foreign")[..16];
        var account = new Account(person, key);
        Accounts.Add(account);
        _accountsBySource.Add(person.Id, account);
        _accounts.Add(account.OpenId, account);
        _accounts.Add(account.UnionId, account);
        _accounts.Add(account.UserId, account);
    }

    private void Add(Chat chat)
    {
        _chatsBySource.Add(chat.Source.Id, chat);
        _chats.Add(chat.Id, chat);
        foreach (var message in chat.All)
        {
            _messages.Add(message.Id, message);
            if (message.Thread is { } thread && thread.Root == message)
            {
                _threads.Add(thread.Id, thread);
            }

            foreach (var child in message.Forwarded)
            {
                _messages.Add(child.Id, child);
            }
        }
    }
}
