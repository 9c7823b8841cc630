using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>Answers <c>tenant_access_token/internal</c>: the fields are outside <c>data</c>.</summary>
internal sealed class TokenEndpoint(TokenIssuer tokens)
{
    public async Task AnswerAsync(HttpRequest request, Utf8JsonWriter json)
    {
        var (appId, appSecret) = await ReadAsync(request);
        var (token, seconds) = tokens.Issue(appId, appSecret);
        json.WriteStartObject();
        json.WriteNumber("code", 0);
        json.WriteString("msg", "ok");
        json.WriteString("tenant_access_token", token);
        json.WriteNumber("expire", seconds);
        json.WriteEndObject();
        await json.FlushAsync(request.HttpContext.RequestAborted);
    }

    private static async Task<(string AppId, string AppSecret)> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw ApiFamily.Token.WrongParameter("Content-Type");
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
            return (Text(body, "app_id"), Text(body, "app_secret"));
        }
        catch (JsonException)
        {
            throw ApiFamily.Token.WrongParameter("body");
        }
    }

    private static string Text(JsonDocument body, string name) =>
        body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? string.Empty
            : throw ApiFamily.Token.WrongParameter(name);
}
