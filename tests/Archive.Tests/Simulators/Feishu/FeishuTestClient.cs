using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Archive.Simulators.Feishu;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

/// <summary>The least client that is correct: gets a token when its own is refused, begins a walk again when its page token is, follows
/// the continuation it is given, de-duplicates, tries again.</summary>
internal sealed class FeishuTestClient(FeishuSimulator simulator, FeishuApp app) : IDisposable
{
    private const int Attempts = 8;
    private static readonly int[] Retried = [1500, 99991400, 99991663];
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = simulator.BaseAddress, Timeout = TimeSpan.FromSeconds(20) };
    private string? _token;

    public FeishuTestClient(FeishuSimulator simulator)
        : this(simulator, FeishuApp.Archive)
    {
    }

    public void Dispose() => _http.Dispose();

    public void UseToken(string token) => _token = token;

    public async Task<JsonElement> AskTokenAsync(CancellationToken cancellationToken) =>
        await AskTokenAsync(new { app_id = app.AppId, app_secret = app.AppSecret }, cancellationToken);

    public async Task<JsonElement> AskTokenAsync(object body, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("open-apis/auth/v3/tenant_access_token/internal", body, cancellationToken);
        return await JsonOfAsync(response, cancellationToken);
    }

    public async Task<HttpResponseMessage> SendAsync(string pathAndQuery, CancellationToken cancellationToken, RangeHeaderValue? range = null)
    {
        _token ??= (await AskTokenAsync(cancellationToken)).Text("tenant_access_token");
        using var request = new HttpRequestMessage(HttpMethod.Get, "open-apis/" + pathAndQuery);
        request.Headers.Authorization = _token is { Length: > 0 } ? new AuthenticationHeaderValue("Bearer", _token) : null;
        request.Headers.Range = range;
        return await _http.SendAsync(request, cancellationToken);
    }

    public async Task<JsonElement> CallAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(pathAndQuery, cancellationToken);
        return await JsonOfAsync(response, cancellationToken);
    }

    /// <summary><c>data</c> of a call that must succeed.</summary>
    public async Task<JsonElement> DataAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(pathAndQuery, cancellationToken);
        Assert.True(answer.GetProperty("code").GetInt32() == 0, answer.ToString());
        return answer.GetProperty("data");
    }

    public async Task<int> CodeAsync(string pathAndQuery, CancellationToken cancellationToken) =>
        (await CallAsync(pathAndQuery, cancellationToken)).GetProperty("code").GetInt32();

    /// <summary>All pages of a listing; trouble with one answer is met with another attempt.</summary>
    /// <param name="from">Page token to go on from.</param>
    public async Task<List<JsonElement[]>> PagesAsync(string pathAndQuery, CancellationToken cancellationToken, string items = "items", string from = "")
    {
        var pages = new List<JsonElement[]>();
        for (var next = from; ;)
        {
            var answer = await PersistAsync(next.Length == 0 ? pathAndQuery : $"{pathAndQuery}&page_token={Uri.EscapeDataString(next)}", cancellationToken);
            if (answer.GetProperty("code").GetInt32() != 0)
            {
                // The page token was refused: from the start.
                Assert.True(next.Length > 0, answer.ToString());
                next = string.Empty;
                continue;
            }

            var data = answer.GetProperty("data");
            pages.Add([.. data.GetProperty(items).EnumerateArray()]);
            Assert.True(pages.Count < 1_000, "The listing does not end.");
            Assert.Equal(data.GetProperty("has_more").GetBoolean(), data.TryGetProperty("page_token", out var token));
            if (!data.GetProperty("has_more").GetBoolean())
            {
                return pages;
            }

            next = token.GetString()!;
        }
    }

    /// <summary>All items of a listing, each once, in the order in which they first came.</summary>
    public async Task<List<JsonElement>> AllAsync(string pathAndQuery, string key, CancellationToken cancellationToken) =>
        [.. (await PagesAsync(pathAndQuery, cancellationToken)).SelectMany(p => p).DistinctBy(i => i.GetProperty(key).GetString())];

    public Task<List<JsonElement>> HistoryAsync(string chat, int size, CancellationToken cancellationToken) =>
        AllAsync($"im/v1/messages?container_id_type=chat&container_id={chat}&page_size={size}", "message_id", cancellationToken);

    public Task<List<JsonElement>> ThreadAsync(string thread, int size, CancellationToken cancellationToken) =>
        AllAsync($"im/v1/messages?container_id_type=thread&container_id={thread}&page_size={size}", "message_id", cancellationToken);

    private async Task<JsonElement> PersistAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await CallAsync(pathAndQuery, cancellationToken);
                var code = answer.GetProperty("code").GetInt32();
                if (attempt == Attempts || !Retried.Contains(code))
                {
                    return answer;
                }

                _token = code == 99991663 ? null : _token;
            }
            catch (Exception e) when (attempt < Attempts && e is HttpRequestException or JsonException or IOException or KeyNotFoundException)
            {
                // The next attempt gets a new request number and so another draw.
            }
        }
    }

    private static async Task<JsonElement> JsonOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return json.RootElement.Clone();
    }
}
