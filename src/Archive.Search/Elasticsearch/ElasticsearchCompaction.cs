using System.Globalization;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Takes removed documents and names off the disks of the cluster. The first force merge answers 200 and leaves all of it there: a shard
/// keeps what was deleted until its own retention lease has moved on, which takes up to a minute. So it merges and counts until nothing is left.</summary>
internal sealed class ElasticsearchCompaction(
    ElasticsearchClient client, StateStore states, NameStore register, UsedNames used, IndexNames names, ElasticsearchOptions options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <exception cref="IndexUnavailableException">Something is left after the time allowed; the message says how much.</exception>
    public async Task MergeAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var left = await CountDeletedAsync(cancellationToken);
            if (left.Count == 0)
            {
                return;
            }

            if (time.GetElapsedTime(started) > options.CompactionPatience)
            {
                throw new IndexUnavailableException(
                    $"{left.Sum(index => index.Deleted)} removed documents are still on the disks of Elasticsearch, although it was told to merge. Compact again.");
            }

            await TryMergeAsync(string.Join(',', left.Select(index => index.Name)), cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task TryMergeAsync(string indices, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(HttpMethod.Post, $"/{indices}/_flush?wait_if_ongoing=true", null, cancellationToken);
            await client.SendAsync(HttpMethod.Post, $"/{indices}/_forcemerge?only_expunge_deletes=true", null, cancellationToken);
            await client.SendAsync(HttpMethod.Post, $"/{indices}/_refresh", null, cancellationToken);
        }
        catch (IndexUnavailableException e) when (e is not ElasticsearchException)
        {
            // Large merges take longer than a request may; they go on without it, and the count decides.
        }
    }

    /// <summary>Indices with removed documents, replicas included. Not the state's: it holds numbers only, and every change of it leaves an old form.</summary>
    private async Task<IReadOnlyList<(string Name, long Deleted)>> CountDeletedAsync(CancellationToken cancellationToken)
    {
        var state = (await states.GetOrCreateAsync(cancellationToken)).State;
        string[] indices = [.. state.Generations.SelectMany(names.MessagesOf), names.Names];
        using var json = await client.ReadAsync(HttpMethod.Get, $"/{string.Join(',', indices)}/_stats/docs", null, cancellationToken);
        return
        [
            .. json.RootElement.GetProperty("indices").EnumerateObject()
                .Select(index => (index.Name, index.Value.GetProperty("total").GetProperty("docs").GetProperty("deleted").GetInt64()))
                .Where(index => index.Item2 > 0),
        ];
    }

    /// <summary>Names do not outlive the records. One that a document brings back meanwhile is written again.</summary>
    public async Task EraseUnusedNamesAsync(CancellationToken cancellationToken)
    {
        var state = (await states.GetOrCreateAsync(cancellationToken)).State;
        state.Written.Require();
        var unused = await used.FindUnusedAsync(state, await register.GetAsync(state, cancellationToken), cancellationToken);
        if (unused.Count == 0)
        {
            return;
        }

        await register.EraseAsync(unused, state.Names + 1, cancellationToken);
        state = (await states.UpdateAsync(now => now with { Names = now.Names + 1, NamesErased = now.Names + 1 }, cancellationToken)).State;
        var probe = new ElasticsearchNames();
        foreach (var thing in unused)
        {
            probe.Add(thing);
        }

        var gone = (await used.FindUnusedAsync(state, probe, cancellationToken)).ToHashSet();
        if (unused.Where(thing => !gone.Contains(thing)).ToArray() is { Length: > 0 } missed)
        {
            await register.WriteAsync(missed, state.Names + 1, cancellationToken);
            await states.UpdateAsync(now => now with { Names = Math.Max(now.Names, state.Names) + 1 }, cancellationToken);
        }
    }
}
