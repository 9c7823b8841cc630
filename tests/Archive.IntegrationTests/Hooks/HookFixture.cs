using Archive.IntegrationTests.Web;
using Archive.Tests.Connectors.Callbacks;

namespace Archive.IntegrationTests.Hooks;

/// <summary>Pages of an archive to which Feishu and WeCom push, and with a source to which nobody does.</summary>
public sealed class HookFixture : WebFixture
{
    public HookFixture() => Settings = new Dictionary<string, string?>
    {
        ["Archive:Web:EventsPerSecond"] = "100000",
        ["Archive:Sources:lark:Platform"] = "feishu",
        ["Archive:Sources:lark:AppId"] = "cli_x",
        ["Archive:Sources:lark:AppSecret"] = "app-secret",
        ["Archive:Sources:lark:Callback:EncryptKey"] = SignedRequest.FeishuKey,
        ["Archive:Sources:lark:Callback:VerificationToken"] = "vt-9",
        ["Archive:Sources:wecom:Platform"] = "wecom",
        ["Archive:Sources:wecom:CorpId"] = SignedRequest.Corp,
        ["Archive:Sources:wecom:Secret"] = "corp-secret",
        ["Archive:Sources:wecom:PrivateKeys:1"] = "/nowhere/key.pem",
        ["Archive:Sources:wecom:Callback:Token"] = SignedRequest.WeComToken,
        ["Archive:Sources:wecom:Callback:EncodingAesKey"] = SignedRequest.WeComKey,
        ["Archive:Sources:silent:Platform"] = "feishu",
        ["Archive:Sources:silent:AppId"] = "cli_y",
        ["Archive:Sources:silent:AppSecret"] = "app-secret",
    };

    /// <summary>Sends a request as the platform would.</summary>
    internal static async Task<(int Status, string Body)> SendAsync(HttpClient http, Uri address, Archive.Connectors.Http.Callbacks.CallbackRequest request)
    {
        var query = string.Join('&', request.Query.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri($"{address}?{query}"));
        if (request.Method != "GET")
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(message, TestContext.Current.CancellationToken);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
