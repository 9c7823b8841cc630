using System.Net;
using System.Text.RegularExpressions;

namespace Archive.IntegrationTests.Web;

/// <summary>Behaves as a browser does: keeps cookies, follows redirects when asked to, sends the token of the page that a form came from.</summary>
public sealed partial class Browser : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _client;

    public Browser(Uri address)
    {
        Address = address;
        _handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies };
        _client = new HttpMessageInvoker(_handler);
    }

    public Uri Address { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Addresses asked for, redirects included.</summary>
    public List<Uri> History { get; } = [];

    public Dictionary<string, string> Headers { get; } = [];

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = content };
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        History.Add(request.RequestUri!); // set two lines above
        return await _client.SendAsync(request, CancellationToken.None);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<string> ReadAsync(string path) => await (await FollowAsync(await GetAsync(path))).Content.ReadAsStringAsync();

    public async Task<HttpResponseMessage> FollowAsync(HttpResponseMessage response)
    {
        while (response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Found or HttpStatusCode.SeeOther && response.Headers.Location is { } next)
        {
            response = await GetAsync(next.IsAbsoluteUri ? next.PathAndQuery : next.OriginalString);
        }

        return response;
    }

    /// <summary>Fetches the page that has the form and posts with the token of that very form: one that lacks it fails as in a browser.</summary>
    public Task<HttpResponseMessage> PostAsync(string page, string action, params (string Name, string Value)[] fields) =>
        PostAsync(page, action, action, fields);

    /// <summary>Posts to an address with the token of another form: what somebody does who may not see the right one.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string formAction, string action, params (string Name, string Value)[] fields)
    {
        var html = await ReadAsync(page);
        var form = Forms().Matches(html).Select(m => m.Value).LastOrDefault(f => Posts(f, page, formAction)) ?? "";
        return await SendAsync(HttpMethod.Post, action, new FormUrlEncodedContent(
            fields.Append(("token", Token(form))).Select(f => new KeyValuePair<string, string>(f.Item1, f.Item2))));
    }

    /// <summary>Posts a form with a file.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string page, string action, byte[] file, params (string Name, string Value)[] fields)
    {
        var html = await ReadAsync(page);
        var form = Forms().Matches(html).Select(m => m.Value).LastOrDefault(f => Posts(f, page, action)) ?? "";
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(("token", Token(form))))
        {
            content.Add(new StringContent(value), name);
        }

        content.Add(new ByteArrayContent(file), "file", "list.csv");
        return await SendAsync(HttpMethod.Post, action, content);
    }

    public async Task<HttpResponseMessage> SignInAsync(string name, string password) =>
        await PostAsync("/sign-in", "/sign-in", ("Name", name), ("Password", password));

    /// <returns>The answer of the result page, after the redirect.</returns>
    public async Task<HttpResponseMessage> SearchAsync(string query, string purpose = "Internal audit") =>
        await FollowAsync(await PostAsync("/search", "/search", ("query", query), ("purpose", purpose)));

    private static bool Posts(string form, string page, string action)
    {
        var head = form[..form.IndexOf('>', StringComparison.Ordinal)];
        return head.Contains($"action=\"{action.Replace("&", "&amp;", StringComparison.Ordinal)}\"", StringComparison.Ordinal)
            || (page == action && !head.Contains("action=", StringComparison.Ordinal));
    }

    private static string Token(string html) => WebUtility.HtmlDecode(TokenField().Match(html).Groups[1].Value);

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline, 30_000)]
    private static partial Regex Forms();

    [GeneratedRegex("name=\"token\" type=\"hidden\" value=\"([^\"]+)\"", RegexOptions.None, 30_000)]
    private static partial Regex TokenField();
}
