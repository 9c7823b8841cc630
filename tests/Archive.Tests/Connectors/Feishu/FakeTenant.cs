using System.Net;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>A tenant of one chat whose answers a test writes by hand, call by call; what it does not write is answered as an ordinary tenant would.</summary>
internal sealed class FakeTenant
{
    private readonly Dictionary<string, Func<Uri, string>> _answers = new(StringComparer.Ordinal);

    public FakeTenant() => Network = new FakeNetwork((request, _) => Answer(request.RequestUri!)); // clients always set an address

    public FakeNetwork Network { get; }

    /// <summary>Status of answers that hold an error.</summary>
    public HttpStatusCode ErrorStatus { get; set; } = HttpStatusCode.OK;

    /// <summary>What the platform's clock shows; null where answers do not say.</summary>
    public Func<DateTimeOffset?>? Date { get; set; }

    public static string Token => """{"code":0,"msg":"ok","tenant_access_token":"t-1","expire":7200}""";

    public static string Page(string items, string? next = null) =>
        $$"""{"code":0,"msg":"success","data":{"has_more":{{(next is null ? "false" : "true")}},"page_token":"{{next}}","items":[{{items}}]} }""";

    /// <param name="path">Below /open-apis/.</param>
    public FakeTenant On(string path, Func<Uri, string> answer)
    {
        _answers[path] = answer;
        return this;
    }

    public FakeTenant On(string path, string answer) => On(path, _ => answer);

    public int Count(string path) => Network.Requests.Count(r => r.Address.AbsolutePath == "/open-apis/" + path);

    private HttpResponseMessage Answer(Uri address)
    {
        var path = address.AbsolutePath["/open-apis/".Length..];
        var body = _answers.TryGetValue(path, out var answer) ? answer(address) : Ordinary(path);
        var response = FakeNetwork.Json(body, body.Contains("\"code\":0", StringComparison.Ordinal) ? HttpStatusCode.OK : ErrorStatus);
        response.Headers.Date = Date?.Invoke();
        return response;
    }

    private static string Ordinary(string path) => path switch
    {
        "auth/v3/tenant_access_token/internal" => Token,
        "application/v6/scopes" => """{"code":0,"data":{"scopes":[{"scope_name":"im:message.group_msg","grant_status":1}]} }""",
        "im/v1/chats" => Page("""{"chat_id":"oc_c1","name":"desk","external":false,"tenant_key":"tk1"}"""),
        "im/v1/chats/oc_c1" => """{"code":0,"data":{"name":"desk","chat_mode":"group","chat_type":"private"} }""",
        "im/v1/chats/oc_c1/members" => Page("""{"member_id_type":"open_id","member_id":"ou_u1","name":"张三","tenant_key":"tk1"},{"member_id":"ou_x","name":"Eve","tenant_key":"tk9"}"""),
        "contact/v3/users/batch" => Page(""),
        _ => """{"code":230001,"msg":"bad parameter"}""",
    };
}
