using System.Text.Json;
using Archive.Simulators.Feishu.Organisation;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>One authorised call: what was asked, of which moment, and where the answer goes (inside <c>data</c>).</summary>
internal sealed class ApiCall(
    SimulatedPlatform platform, Route route, Query query, IReadOnlyDictionary<string, string> path, DateTimeOffset? servedUntil, Utf8JsonWriter json)
{
    public SimulatedPlatform Platform { get; } = platform;

    public Tenant Tenant => Platform.Tenant;

    public FeishuApp App => Platform.Options.App;

    public ApiFamily Family => route.Family;

    public Query Query { get; } = query;

    public Utf8JsonWriter Json { get; } = json;

    /// <summary>What the platform's own clock would say. Nothing later has happened.</summary>
    public DateTimeOffset Now { get; } = servedUntil ?? platform.Tenant.Today;

    /// <summary>A good page token is to be refused, if there is one.</summary>
    public bool RefusesPageToken { get; init; }

    /// <summary>Whether there was.</summary>
    public bool FaultStruck { get; private set; }

    /// <summary>The answer, when it is no JSON.</summary>
    public Resource? Download { get; set; }

    /// <summary>Part of the path, for instance <c>message_id</c>.</summary>
    public string Path(string name) => path[name];

    /// <exception cref="ApiException">The app has none of the scopes.</exception>
    public void Require(params string[] anyOf)
    {
        if (!App.Has(anyOf))
        {
            throw ApiError.ScopeMissing(string.Join(", ", anyOf));
        }
    }

    public UserIdType UserIdType(string name = "user_id_type")
    {
        var type = Query.UserIdType(name);
        if (type == Organisation.UserIdType.UserId)
        {
            Require(FeishuScope.UserIds);
        }

        return type;
    }

    /// <summary>Where the page starts: what the page token says, or the beginning.</summary>
    public int PageStart()
    {
        if (Query.Text("page_token") is not { } token)
        {
            return 0;
        }

        if (Platform.PageTokens.Read(token, Binding()) is not { } position)
        {
            throw Family.WrongPageToken();
        }

        FaultStruck = RefusesPageToken;
        return RefusesPageToken ? throw Family.WrongPageToken() : (int)position;
    }

    /// <summary><c>has_more</c> and, where there is more, <c>page_token</c>.</summary>
    public void WriteContinuation(int? next)
    {
        Json.WriteBoolean("has_more", next is not null);
        if (next is { } position)
        {
            Json.WriteString("page_token", Platform.PageTokens.Issue(Binding(), position));
        }
    }

    /// <summary>A page of a list, with its continuation.</summary>
    public void WritePage<T>(string name, IReadOnlyList<T> items, int size, Action<T> write)
    {
        var start = Math.Min(PageStart(), items.Count);
        var end = Math.Min(start + size, items.Count);
        Json.WriteStartArray(name);
        for (var i = start; i < end; i++)
        {
            write(items[i]);
        }

        Json.WriteEndArray();
        WriteContinuation(end < items.Count ? end : null);
    }

    private string Binding() => $"{route.Key}?{string.Join('/', path.Values)}?{Query.Binding()}";
}
