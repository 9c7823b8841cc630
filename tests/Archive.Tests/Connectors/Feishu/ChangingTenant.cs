using System.Web;
using Archive.Core.Connectors;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>A tenant whose directory and chats a test changes between runs of one process.</summary>
internal sealed class ChangingTenant : IDisposable
{
    public const string Departments = "contact/v3/departments/0/children";
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly SortedDictionary<string, List<string>> _chats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _threads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _cursor = new(StringComparer.Ordinal);

    public ChangingTenant()
    {
        Answers = new FakeTenant()
            .On("im/v1/chats", _ => FakeTenant.Page(string.Join(',', _chats.Keys.Select(chat => $$"""{"chat_id":"{{chat}}","name":"desk","external":false,"tenant_key":"tk1"}"""))))
            .On("im/v1/messages", address => HistoryOf(HttpUtility.ParseQueryString(address.Query)["container_id"]!)) // the connector always names one
            .On(Departments, _ => IsClosed ? """{"code":99991672,"msg":"Access denied."}""" : FakeTenant.Page(""))
            .On("contact/v3/users/find_by_department", _ => FakeTenant.Page(string.Join(',', People)));
        Source = new FeishuSource(network: Answers.Network, now: Start);
    }

    public FakeTenant Answers { get; }

    public FeishuSource Source { get; }

    /// <summary>People of the directory, as the platform writes them.</summary>
    public List<string> People { get; } = [Person("ou_u1")];

    /// <summary>The app may not read the directory.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Chats whose messages the app may not read.</summary>
    public HashSet<string> Denied { get; } = new(StringComparer.Ordinal);

    /// <summary>Chats and threads that the platform refuses with a code of its own.</summary>
    public Dictionary<string, int> Refused { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset Now => Source.Time.GetUtcNow();

    public SourceCursor Cursor => new(_cursor);

    /// <summary>How often the directory was asked for.</summary>
    public int Readings => Answers.Count(Departments);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static string Person(string id, string status = "") => $$"""{"open_id":"{{id}}","name":"{{id}}","status":{{{status}}} }""";

    public void Say(string id, string sender, DateTimeOffset at, string chat = "oc_a", string tenant = "tk1", string type = "text", string content = """{\"text\":\"hello\"}""",
        string thread = "")
    {
        if (!_chats.TryGetValue(chat, out var said))
        {
            _chats[chat] = said = [];
            Answers.On($"im/v1/chats/{chat}/members", FakeTenant.Page("""{"member_id_type":"open_id","member_id":"ou_u1","name":"张三","tenant_key":"tk1"}"""));
        }

        said.Add(Message(id, sender, at, chat, tenant, type, content, thread));
    }

    /// <summary>A message that only its thread shows.</summary>
    public void Reply(string id, string thread, DateTimeOffset at, string chat = "oc_a")
    {
        if (!_threads.TryGetValue(thread, out var said))
        {
            _threads[thread] = said = [];
        }

        said.Insert(0, Message(id, "ou_u1", at, chat, "tk1", "text", """{\"text\":\"reply\"}""", thread));
    }

    public void Close(string chat) => _chats.Remove(chat);

    /// <summary>Lets time go by.</summary>
    public Task PassAsync(TimeSpan span) => Task.Delay(span, Source.Time, Stop);

    /// <summary>One run, as far as its caller keeps asking.</summary>
    /// <param name="hint">Null for a usual run.</param>
    public async Task<List<SourcePage>> ReadAsync(int pages = int.MaxValue, IReadOnlyCollection<string>? hint = null)
    {
        var taken = new List<SourcePage>();
        await foreach (var page in (hint is null ? Source.Connector : ((IHintedConnector)Source.Connector).Following(hint)).ReadAsync(Cursor, Stop))
        {
            taken.Add(page);
            foreach (var (part, value) in page.CursorChanges)
            {
                if (value is null)
                {
                    _cursor.Remove(part);
                }
                else
                {
                    _cursor[part] = value;
                }
            }

            if (taken.Count == pages)
            {
                break;
            }
        }

        return taken;
    }

    /// <summary>A run that fails.</summary>
    public Task<ConnectorException> FailAsync(IReadOnlyCollection<string>? hint = null) => Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(hint: hint));

    public void Dispose() => Source.Dispose();

    private static string Message(string id, string sender, DateTimeOffset at, string chat, string tenant, string type, string content, string thread) => $$"""
            {"message_id":"{{id}}","chat_id":"{{chat}}","thread_id":"{{thread}}","msg_type":"{{type}}","create_time":"{{at.ToUnixTimeMilliseconds()}}","body":{"content":"{{content}}"},
             "sender":{"id":"{{sender}}","id_type":"open_id","sender_type":"user","tenant_key":"{{tenant}}"} }
            """;

    private string HistoryOf(string chat) => Denied.Contains(chat) ? """{"code":230027,"msg":"Lack of necessary permissions"}"""
        : Refused.TryGetValue(chat, out var code) ? $$"""{"code":{{code}},"msg":"refused"}"""
        : _chats.TryGetValue(chat, out var said) || _threads.TryGetValue(chat, out said) ? FakeTenant.Page(string.Join(',', said))
        : """{"code":230001,"msg":"container_id"}""";
}
