using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

/// <summary>A receiver of events: checks the signature on the raw body, decrypts, and answers as it is told.</summary>
internal sealed class EventReceiver(string? encryptKey = "simulated-encrypt-key") : HttpMessageHandler
{
    public List<JsonElement> Received { get; } = [];

    /// <summary>Answer to an event; the default is success.</summary>
    public Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = (body, _) => Task.FromResult(
        new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(body.TryGetProperty("challenge", out var challenge) ? JsonSerializer.Serialize(new { challenge }) : "{}"),
        });

    /// <summary>Content of the events of a type.</summary>
    public IEnumerable<JsonElement> Of(string type) => Received
        .Where(e => e.TryGetProperty("header", out var header) && header.Text("event_type") == type).Select(e => e.GetProperty("event"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var raw = await request.Content!.ReadAsByteArrayAsync(cancellationToken); // events have a body
        using var json = JsonDocument.Parse(encryptKey is null ? raw : Open(request, raw, encryptKey));
        Received.Add(json.RootElement.Clone());
        return await Answer(Received[^1], cancellationToken);
    }

    private static byte[] Open(HttpRequestMessage request, byte[] raw, string key)
    {
        var signed = Header("Timestamp") + Header("Nonce") + key + Encoding.UTF8.GetString(raw);
        Assert.Equal(Header("Signature"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signed))));
        using var body = JsonDocument.Parse(raw);
        var bytes = body.RootElement.GetProperty("encrypt").GetBytesFromBase64();
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return aes.DecryptCbc(bytes[16..], bytes[..16]);

        string Header(string name) => Assert.Single(request.Headers.GetValues(name == "Signature" ? "X-Lark-Signature" : "X-Lark-Request-" + name));
    }
}
