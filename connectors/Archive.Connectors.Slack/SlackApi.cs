using System.Net.Http.Headers;
using System.Text.Json;
using Archive.Connectors.Http;
using Archive.Core.Connectors;

namespace Archive.Connectors.Slack;

/// <summary>Calls methods of either API, within the budget. Reading methods only: there is no way here to call one that changes anything.</summary>
/// <param name="baseUrl">Ends in a slash.</param>
internal sealed class SlackApi(ConnectorHttp http, BearerToken token, Uri baseUrl, RequestPace pace)
{
    /// <exception cref="ConnectorException">The run cannot go on.</exception>
    /// <exception cref="SlackApiException">The thing asked for is gone, or the cursor expired.</exception>
    public async Task<SlackAnswer> CallAsync(
        string method, IReadOnlyList<(string Name, string? Value)> arguments, CancellationToken cancellationToken)
    {
        await pace.WaitAsync(method, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(baseUrl, method + QueryString.Of(arguments)));
        token.Authorize(request);
        var answer = await http.SendJsonAsync(request, SlackErrors.Reclassify, cancellationToken);
        if (answer.Status == System.Net.HttpStatusCode.TooManyRequests && answer.RetryAfter is { } wait)
        {
            pace.Quiet(method, wait);
        }

        if (answer.Status != System.Net.HttpStatusCode.OK || answer.Json is null)
        {
            throw SlackErrors.FromStatus(method, answer.Status, answer.RetryAfter);
        }

        return SlackErrors.CodeOf(answer.Json.RootElement) is { } code
            ? throw SlackErrors.ToException(method, code, answer.Json.RootElement)
            : new SlackAnswer(method, answer.Json.RootElement, answer.Headers);
    }
}

/// <summary>A successful answer.</summary>
internal readonly record struct SlackAnswer(string Method, JsonElement Root, HttpResponseHeaders Headers)
{
    private const string ScopesHeader = "x-oauth-scopes";

    /// <summary>What the token may do; null when the platform does not say.</summary>
    public IReadOnlyCollection<string>? Scopes => Headers.TryGetValues(ScopesHeader, out var values)
        ? [.. values.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))]
        : null;

    /// <summary>Where the next page starts; null on the last one. Discovery gives an offset, everything else a cursor.</summary>
    public string? Next
    {
        get
        {
            if (Value("offset") is { } offset)
            {
                return offset;
            }

            return Root.TryGetProperty("response_metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
                && metadata.TryGetProperty("next_cursor", out var cursor) && cursor.ValueKind == JsonValueKind.String
                && cursor.GetString() is { Length: > 0 } next ? next : null;
        }
    }

    /// <exception cref="ConnectorException">Transient: the list is missing, so the answer must not pass for an empty one.</exception>
    public JsonElement.ArrayEnumerator List(string name) =>
        Root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new ConnectorException(ConnectorFailure.Transient, $"{Method} answered without \"{name}\". It is tried again with the next run.");

    public bool Flag(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>Offsets are text or numbers, by method.</summary>
    private string? Value(string name) => !Root.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
