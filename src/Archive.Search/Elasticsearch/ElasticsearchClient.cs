using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Requests with JSON bodies, and answers that are either what was hoped for or an <see cref="IndexUnavailableException"/>. Exceptions name
/// status and type of an error, never its reason: reasons quote documents and queries. Thread-safe.</summary>
internal sealed class ElasticsearchClient(IElasticsearchTransport transport)
{
    /// <summary>Han characters stay as they are: escaped, a body would be twice as long. JSON is never put into a page here.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="allowed">Status codes that are no failure, besides 2xx.</param>
    public async Task<ElasticsearchResponse> SendAsync(
        HttpMethod method, string path, Action<Utf8JsonWriter>? body, CancellationToken cancellationToken, params int[] allowed)
    {
        var response = await transport.SendAsync(
            method, path, body is null ? default : Write(body), body is null ? ElasticsearchBody.None : ElasticsearchBody.Json, cancellationToken);
        return response.IsSuccess || allowed.Contains(response.Status) ? response : throw Failure(response);
    }

    public async Task<JsonDocument> ReadAsync(HttpMethod method, string path, Action<Utf8JsonWriter>? body, CancellationToken cancellationToken) =>
        Parse(await SendAsync(method, path, body, cancellationToken));

    public async Task<JsonDocument> SendLinesAsync(string path, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        var response = await transport.SendAsync(HttpMethod.Post, path, lines, ElasticsearchBody.Lines, cancellationToken);
        return response.IsSuccess ? Parse(response) : throw Failure(response);
    }

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            body(writer);
        }

        return buffer.WrittenMemory;
    }

    public static JsonDocument Parse(ElasticsearchResponse response)
    {
        try
        {
            return JsonDocument.Parse(response.Body);
        }
        catch (JsonException e)
        {
            throw new IndexUnavailableException($"Elasticsearch answered {response.Status} with something that is not JSON. See whether a proxy is in between.", e);
        }
    }

    public static ElasticsearchException Failure(ElasticsearchResponse response) => Failure(response.Status, TypeOf(response));

    public static ElasticsearchException Failure(int status, string type) => new(status, type, status switch
    {
        401 => "Elasticsearch refused our credentials (401). Check Username and PasswordFile, or ApiKeyFile.",
        403 => $"The account may not do this on Elasticsearch (403 {type}). It needs to manage and to write the indices of the prefix, and their template.",
        404 when type == ElasticsearchException.MissingIndex => "A part of the search index is not there (404 index_not_found_exception). Rebuild it.",
        413 => "Elasticsearch refuses a request for its size (413). Lower BulkSize.",
        429 => $"Elasticsearch is overloaded (429 {type}). Try again, or give it more room.",
        502 or 503 or 504 => $"Elasticsearch is not ready ({status} {type}): shards or nodes are missing. See the cluster's health and try again.",
        400 or 500 when type is "too_many_nested_clauses" or "too_many_clauses" or "illegal_state_exception" => "The query stands for more words than Elasticsearch takes at once. Make its prefixes longer.",
        _ => $"Elasticsearch answered {status} {type}. See its log.",
    });

    /// <summary>The innermost type that an error names; "error" where none can be read.</summary>
    public static string TypeOf(JsonElement error)
    {
        var type = "error";
        for (var depth = 0; depth < 8 && error.ValueKind == JsonValueKind.Object; depth++)
        {
            if (error.TryGetProperty("type", out var name) && name.GetString() is { Length: > 0 } text)
            {
                type = text;
            }

            if (!error.TryGetProperty("caused_by", out var cause) && !TryGetShardFailure(error, out cause))
            {
                break;
            }

            error = cause;
        }

        return type;
    }

    private static bool TryGetShardFailure(JsonElement error, out JsonElement cause)
    {
        cause = default;
        return error.TryGetProperty("failed_shards", out var shards) && shards.ValueKind == JsonValueKind.Array && shards.GetArrayLength() > 0
            && shards[0].TryGetProperty("reason", out cause);
    }

    private static string TypeOf(ElasticsearchResponse response)
    {
        try
        {
            using var json = JsonDocument.Parse(response.Body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error) ? TypeOf(error) : "error";
        }
        catch (JsonException)
        {
            return "error";
        }
    }
}
