using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Archive.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Slack;

/// <summary>The least client that is correct: follows the continuation it is given, de-duplicates, tries again.</summary>
internal sealed class SlackTestClient(SlackSimulator simulator, string token) : IDisposable
{
    private const int Attempts = 5;
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = simulator.BaseAddress, Timeout = TimeSpan.FromSeconds(20) };

    public static SlackTestClient Discovery(SlackSimulator simulator) => new(simulator, SlackToken.Discovery.Value);

    public static SlackTestClient Web(SlackSimulator simulator) => new(simulator, SlackToken.Web.Value);

    public void Dispose() => _http.Dispose();

    public async Task<HttpResponseMessage> SendAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, pathAndQuery);
        request.Headers.Authorization = token.Length > 0 ? new AuthenticationHeaderValue("Bearer", token) : null;
        return await _http.SendAsync(request, cancellationToken);
    }

    public async Task<JsonElement> CallAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(pathAndQuery, cancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return json.RootElement.Clone();
    }

    public async Task<JsonElement> PostAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, cancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return json.RootElement.Clone();
    }

    public async Task<string?> ErrorAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(pathAndQuery, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return json.RootElement.GetProperty("ok").GetBoolean() ? null : json.RootElement.GetProperty("error").GetString();
    }

    /// <summary>All pages of a listing; trouble with one answer is met with another attempt.</summary>
    /// <param name="continueAs">Parameter that takes the continuation.</param>
    public async Task<List<JsonElement[]>> PagesAsync(string pathAndQuery, string items, string continueAs, CancellationToken cancellationToken)
    {
        var pages = new List<JsonElement[]>();
        for (var next = string.Empty; ;)
        {
            var page = await PersistAsync(next.Length == 0 ? pathAndQuery : $"{pathAndQuery}&{continueAs}={Uri.EscapeDataString(next)}", cancellationToken);
            pages.Add([.. page.GetProperty(items).EnumerateArray()]);
            Assert.True(pages.Count < 1_000, "The listing does not end.");
            next = page.TryGetProperty("offset", out var offset) ? offset.GetString()!
                : page.TryGetProperty("response_metadata", out var data) ? data.GetProperty("next_cursor").GetString()!
                : string.Empty;
            if (next.Length == 0)
            {
                return pages;
            }
        }
    }

    /// <summary>All items, each once.</summary>
    public async Task<Dictionary<string, JsonElement>> AllAsync(
        string pathAndQuery, string items, string continueAs, string key, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in (await PagesAsync(pathAndQuery, items, continueAs, cancellationToken)).SelectMany(p => p))
        {
            all[item.GetProperty(key).GetString()!] = item;
        }

        return all;
    }

    public Task<Dictionary<string, JsonElement>> DiscoveryHistoryAsync(string channel, int limit, CancellationToken cancellationToken) =>
        AllAsync($"discovery.conversations.history?channel={channel}&limit={limit}", "messages", "latest", "ts", cancellationToken);

    public Task<Dictionary<string, JsonElement>> WebHistoryAsync(string channel, int limit, CancellationToken cancellationToken) =>
        AllAsync($"conversations.history?channel={channel}&limit={limit}", "messages", "cursor", "ts", cancellationToken);

    private async Task<JsonElement> PersistAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var page = await CallAsync(pathAndQuery, cancellationToken);
                Assert.True(page.GetProperty("ok").GetBoolean() || (attempt < Attempts && page.GetProperty("error").GetString() == "ratelimited"), page.ToString());
                if (page.GetProperty("ok").GetBoolean())
                {
                    return page;
                }
            }
            catch (Exception e) when (attempt < Attempts && e is HttpRequestException or JsonException or IOException)
            {
                // The next attempt gets a new request number and so another draw.
            }
        }
    }
}
