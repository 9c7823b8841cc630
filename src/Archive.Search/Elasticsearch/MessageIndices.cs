using System.Text.Json.Nodes;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Makes, shows and deletes the indices of messages. Every call may be repeated. Thread-safe.</summary>
internal sealed class MessageIndices(ElasticsearchClient client, StateStore states, IndexNames names, ElasticsearchOptions options)
{
    private volatile bool _hasTemplate;

    /// <param name="isSearched">Shown behind the alias from the beginning.</param>
    public async Task CreateAsync(long generation, IEnumerable<int> years, bool isSearched, CancellationToken cancellationToken)
    {
        await PutTemplateAsync(cancellationToken);
        foreach (var year in years)
        {
            var index = names.Messages(generation, year);
            var response = await client.SendAsync(HttpMethod.Put, "/" + index, null, cancellationToken, 400);
            if (response.Status == 400 && ElasticsearchClient.Failure(response) is { Type: not "resource_already_exists_exception" } failure)
            {
                throw failure;
            }

            if (isSearched)
            {
                await ChangeAliasAsync([Add(index)], cancellationToken);
            }
        }
    }

    /// <summary>In one step: the alias shows the generation that answers, and indices of earlier generations are gone.</summary>
    public async Task ShowAsync(ElasticsearchState state, CancellationToken cancellationToken)
    {
        var all = await states.ListMessageIndicesAsync(cancellationToken);
        var searched = names.MessagesOf(state.Searched).Where(index => all.Contains(index, StringComparer.Ordinal));

        // Not later ones: another process may have begun one since the state was read.
        var left = all.Where(index => names.FindGeneration(index) is { } number && number < state.Written.Number && number != state.Searched.Number);
        JsonObject[] actions = [.. searched.Select(Add), .. left.Select(Remove)];
        if (actions.Length > 0)
        {
            await ChangeAliasAsync(actions, cancellationToken);
        }
    }

    private Task ChangeAliasAsync(IReadOnlyCollection<JsonObject> actions, CancellationToken cancellationToken) => client.SendAsync(
        HttpMethod.Post, "/_aliases", writer => new JsonObject { ["actions"] = new JsonArray([.. actions]) }.WriteTo(writer), cancellationToken);

    private JsonObject Add(string index) => new() { ["add"] = new JsonObject { ["index"] = index, ["alias"] = names.Alias } };

    private static JsonObject Remove(string index) => new() { ["remove_index"] = new JsonObject { ["index"] = index } };

    private async Task PutTemplateAsync(CancellationToken cancellationToken)
    {
        if (_hasTemplate)
        {
            return;
        }

        var template = EmbeddedSchema.Read("messages");
        template["index_patterns"] = new JsonArray(names.AllMessages);
        template["template"]!["settings"]!["index"]!["number_of_shards"] = options.Shards; // the file has them
        await client.SendAsync(HttpMethod.Put, "/_index_template/" + names.Template, writer => template.WriteTo(writer), cancellationToken);
        _hasTemplate = true;
    }
}
