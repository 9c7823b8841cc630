using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>The state document as it was read.</summary>
/// <param name="SequenceNumber">With <paramref name="PrimaryTerm"/>: of this form of the document; a write is made on condition of it.</param>
internal sealed record StoredState(ElasticsearchState State, long SequenceNumber, long PrimaryTerm);

/// <summary>What stands in the place of the state is none.</summary>
internal sealed class UnreadableStateException(string message, Exception inner) : IndexUnavailableException(message, inner);

/// <summary>Reads and writes the state document. Writes are conditional, so of two writers at the same time one begins again. Thread-safe.</summary>
internal sealed class StateStore(ElasticsearchClient client, IndexNames names)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private string Document => $"/{names.State}/_doc/state";

    /// <summary>Null when there is none yet.</summary>
    public async Task<StoredState?> FindAsync(CancellationToken cancellationToken)
    {
        var response = await client.SendAsync(HttpMethod.Get, Document, null, cancellationToken, 404);
        if (response.Status == 404)
        {
            return null;
        }

        using var json = ElasticsearchClient.Parse(response);
        try
        {
            var root = json.RootElement;
            var state = root.GetProperty("_source").GetProperty("state").Deserialize<ElasticsearchState>(Json);
            return new StoredState(state ?? throw new JsonException("null"), root.GetProperty("_seq_no").GetInt64(), root.GetProperty("_primary_term").GetInt64());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UnreadableStateException($"The state of the search index in {names.State} cannot be read. Rebuild the index.", e);
        }
    }

    /// <summary>What is there, or what a first use makes.</summary>
    public async Task<StoredState> GetOrCreateAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FindAsync(cancellationToken) is { } found)
            {
                return found;
            }

            await CreateIndicesAsync(cancellationToken);

            // Leftovers of an index whose state was lost must not be taken for ours: the number differs from theirs.
            var first = ElasticsearchState.Begin(1 + await FindLastGenerationAsync(cancellationToken));
            await client.SendAsync(HttpMethod.Put, Document + "?op_type=create&refresh=true", writer => Write(writer, first), cancellationToken, 409);
        }
    }

    /// <summary>State and register, empty, where they are missing.</summary>
    public async Task CreateIndicesAsync(CancellationToken cancellationToken)
    {
        await CreateIndexAsync(names.State, "state", cancellationToken);
        await CreateIndexAsync(names.Names, "names", cancellationToken);
    }

    public Task DeleteAsync(CancellationToken cancellationToken) => client.SendAsync(HttpMethod.Delete, "/" + names.State, null, cancellationToken, 404);

    /// <summary>Null when another writer was faster.</summary>
    public async Task<StoredState?> TryWriteAsync(StoredState read, ElasticsearchState state, CancellationToken cancellationToken)
    {
        var next = state with { Version = read.State.Version + 1 };
        var response = await client.SendAsync(
            HttpMethod.Put,
            string.Create(CultureInfo.InvariantCulture, $"{Document}?if_seq_no={read.SequenceNumber}&if_primary_term={read.PrimaryTerm}"),
            writer => Write(writer, next),
            cancellationToken,
            409);
        if (response.Status == 409)
        {
            return null;
        }

        using var json = ElasticsearchClient.Parse(response);
        return new StoredState(next, json.RootElement.GetProperty("_seq_no").GetInt64(), json.RootElement.GetProperty("_primary_term").GetInt64());
    }

    /// <summary>Changes whatever the state is now.</summary>
    public async Task<StoredState> UpdateAsync(Func<ElasticsearchState, ElasticsearchState> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await GetOrCreateAsync(cancellationToken);
            if (await TryWriteAsync(read, change(read.State), cancellationToken) is { } written)
            {
                return written;
            }
        }
    }

    public async Task<IReadOnlyList<string>> ListMessageIndicesAsync(CancellationToken cancellationToken)
    {
        using var json = await client.ReadAsync(HttpMethod.Get, $"/{names.AllMessages}/_settings?filter_path=*.settings.index.uuid", null, cancellationToken);
        return [.. json.RootElement.EnumerateObject().Select(index => index.Name).Where(index => names.FindGeneration(index) is not null)];
    }

    private async Task<long> FindLastGenerationAsync(CancellationToken cancellationToken) =>
        (await ListMessageIndicesAsync(cancellationToken)).Max(index => names.FindGeneration(index)) ?? 0;

    private async Task CreateIndexAsync(string index, string schema, CancellationToken cancellationToken)
    {
        var response = await client.SendAsync(HttpMethod.Put, "/" + index, writer => EmbeddedSchema.Read(schema).WriteTo(writer), cancellationToken, 400);
        if (response.Status == 400 && ElasticsearchClient.Failure(response) is { Type: not "resource_already_exists_exception" } failure)
        {
            throw failure;
        }
    }

    private static void Write(Utf8JsonWriter writer, ElasticsearchState state)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("state");
        JsonSerializer.Serialize(writer, state, Json);
        writer.WriteEndObject();
    }
}

/// <summary>Mappings and settings, as they are in the assembly.</summary>
internal static class EmbeddedSchema
{
    public static JsonObject Read(string name)
    {
        using var stream = typeof(EmbeddedSchema).Assembly.GetManifestResourceStream($"elasticsearch/{name}.json")
            ?? throw new InvalidOperationException($"The assembly has no schema {name}.");
        return JsonNode.Parse(stream)!.AsObject(); // the file is an object
    }
}
