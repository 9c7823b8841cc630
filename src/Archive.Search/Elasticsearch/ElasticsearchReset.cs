using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Begins a new generation at cursor 0. The old one answers until the new one has caught up, when it can.</summary>
internal sealed class ElasticsearchReset(StateStore states, MessageIndices indices, IndexNames names)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await states.GetOrCreateAsync(cancellationToken);
        }
        catch (UnreadableStateException)
        {
            await states.DeleteAsync(cancellationToken);
            await states.GetOrCreateAsync(cancellationToken);
        }

        await states.CreateIndicesAsync(cancellationToken); // the register may have been lost
        var present = (await states.ListMessageIndicesAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var stored = await states.UpdateAsync(state => Begin(state, present), cancellationToken);
        await indices.ShowAsync(stored.State, cancellationToken);
    }

    private ElasticsearchState Begin(ElasticsearchState state, HashSet<string> present)
    {
        var old = state.Answering ?? state.Written;
        var canAnswer = old is { Cursor: > 0, IsReadable: true } && names.MessagesOf(old).All(present.Contains);
        return state with
        {
            Written = IndexGeneration.Begin(state.Written.Number + 1),
            Answering = canAnswer ? old : null,
            Names = state.Names + 1,
            NamesErased = state.Names + 1, // what was loaded may no longer be in the register
        };
    }
}
