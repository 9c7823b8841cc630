using System.Net.Http.Json;
using System.Text.Json;
using Archive.Simulators.WeCom;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>Calls the JSON API with a token of one secret.</summary>
internal sealed class WeComTestClient(WeComSimulator simulator, string secret) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = new Uri(simulator.BaseAddress, "cgi-bin/"), Timeout = TimeSpan.FromSeconds(20) };
    private string? _token;

    public static WeComTestClient ForArchive(WeComSimulator simulator) => new(simulator, new WeComSimulatorOptions().ArchiveSecret);

    public static WeComTestClient ForContacts(WeComSimulator simulator) => new(simulator, new WeComSimulatorOptions().ContactSecret);

    public void Dispose() => _http.Dispose();

    public void UseToken(string? token) => _token = token;

    public Task<JsonElement> AskTokenAsync(CancellationToken cancellationToken, string? corpId = null) =>
        ReadAsync(_http.GetAsync($"gettoken?corpid={corpId ?? new WeComSimulatorOptions().CorpId}&corpsecret={secret}", cancellationToken), cancellationToken);

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(_http.GetAsync(await WithTokenAsync(path, cancellationToken), cancellationToken), cancellationToken);

    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken) =>
        await ReadAsync(_http.PostAsJsonAsync(await WithTokenAsync(path, cancellationToken), body, cancellationToken), cancellationToken);

    public async Task<JsonElement> PostTextAsync(string path, string body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body);
        return await ReadAsync(_http.PostAsync(await WithTokenAsync(path, cancellationToken), content, cancellationToken), cancellationToken);
    }

    public async Task<HttpResponseMessage> RawAsync(string path, CancellationToken cancellationToken) => await _http.GetAsync(path, cancellationToken);

    public async Task<int> CodeAsync(string path, CancellationToken cancellationToken) => (await GetAsync(path, cancellationToken)).Code();

    public async Task<int> CodeAsync(string path, object body, CancellationToken cancellationToken) => (await PostAsync(path, body, cancellationToken)).Code();

    private async Task<string> WithTokenAsync(string path, CancellationToken cancellationToken)
    {
        _token ??= (await AskTokenAsync(cancellationToken)).Text("access_token");
        return _token.Length == 0 ? path : path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "access_token=" + _token;
    }

    private static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> answer, CancellationToken cancellationToken)
    {
        using var response = await answer;
        Assert.True(response.IsSuccessStatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return json.RootElement.Clone();
    }
}
