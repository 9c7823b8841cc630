using System.Text.Json;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Sends bulk requests and looks at every item of the answer. Items that the cluster is too busy for are sent again; one that is there
/// already, or is not there to be deleted, is done; any other failure is an exception. Thread-safe.</summary>
internal sealed class BulkSender(ElasticsearchClient client, ElasticsearchOptions options, TimeProvider time)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    public int Limit => options.BulkSize;

    /// <summary>Sends what has gathered and empties the body.</summary>
    /// <exception cref="IndexUnavailableException">An item failed; others of the request may have been done.</exception>
    public async Task SendAsync(BulkBody body, CancellationToken cancellationToken)
    {
        if (body.Count == 0)
        {
            return;
        }

        var started = time.GetTimestamp();
        var delay = options.RetryDelay;
        var items = Enumerable.Range(0, body.Count).ToArray();
        var lines = body.All;
        while (true)
        {
            items = await SendOnceAsync(lines, items, cancellationToken);
            if (items.Length == 0)
            {
                body.Clear();
                return;
            }

            if (time.GetElapsedTime(started) > options.TotalTimeout)
            {
                throw ElasticsearchClient.Failure(429, "es_rejected_execution_exception");
            }

            await Task.Delay(delay, time, cancellationToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            lines = body.Take(items);
        }
    }

    /// <returns>Items to send again.</returns>
    private async Task<int[]> SendOnceAsync(ReadOnlyMemory<byte> lines, int[] items, CancellationToken cancellationToken)
    {
        using var json = await client.SendLinesAsync("/_bulk", lines, cancellationToken);
        var answers = json.RootElement.GetProperty("items");
        if (answers.GetArrayLength() != items.Length)
        {
            throw new IndexUnavailableException($"Elasticsearch answered {answers.GetArrayLength()} of {items.Length} items of a bulk request. See its log.");
        }

        if (!json.RootElement.GetProperty("errors").GetBoolean())
        {
            return [];
        }

        var again = new List<int>();
        var position = 0;
        foreach (var answer in answers.EnumerateArray())
        {
            var item = items[position++];
            if (MustBeSentAgain(answer.EnumerateObject().First()))
            {
                again.Add(item);
            }
        }

        return [.. again];
    }

    private static bool MustBeSentAgain(JsonProperty answer)
    {
        var status = answer.Value.GetProperty("status").GetInt32();
        if (!answer.Value.TryGetProperty("error", out var error))
        {
            return false; // also a delete of what is not there: 404
        }

        var type = ElasticsearchClient.TypeOf(error);
        return status switch
        {
            409 when type == "version_conflict_engine_exception" => false,
            429 => true,
            404 => throw ElasticsearchClient.Failure(404, type),
            _ => throw new ElasticsearchException(
                status, type, $"Elasticsearch refused document {answer.Value.GetProperty("_id").GetString()} ({status} {type}). See its log."),
        };
    }
}
