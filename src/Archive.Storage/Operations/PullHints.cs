using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Storage.Sql;
using Dapper;

namespace Archive.Storage.Operations;

/// <inheritdoc cref="IPullHints"/>
internal sealed class PullHints(IStoreConnections connections, TimeProvider clock) : IPullHints
{
    public async Task RaiseAsync(string source, IReadOnlyCollection<string> conversations, CancellationToken cancellationToken)
    {
        // Before the hint, under the number that it will have at least: a pull that begins in between cannot cover what it did not see.
        foreach (var conversation in conversations)
        {
            await RunAsync("pull_hint_conversation_add", new { Source = source, Conversation = conversation }, cancellationToken);
        }

        await RunAsync("pull_hint_raise", new { Source = source }, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> ReadDueAsync(CancellationToken cancellationToken) =>
        [.. await connections.UseAsync(c => c.QueryAsync<string>(Command("pull_hint_due", new { Now = Now() }, cancellationToken)), CancellationToken.None)];

    public async Task<bool> TryClaimAsync(string source, TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken) => await RunAsync(
        "pull_hint_claim",
        new { Source = source, Pause = Microseconds(pause), Patience = Microseconds(patience), Now = Now() },
        cancellationToken) > 0;

    public async Task<PullHint> TakeAsync(string source, CancellationToken cancellationToken)
    {
        var taken = await connections.UseAsync(
            c => c.QuerySingleOrDefaultAsync<Row>(Command("pull_hint_take", new { Source = source }, cancellationToken)), CancellationToken.None);
        if (taken is null)
        {
            return new PullHint(source, 0, false, []);
        }

        var conversations = await connections.UseAsync(
            c => c.QueryAsync<string>(Command("pull_hint_conversation_list", new { Source = source }, cancellationToken)), CancellationToken.None);
        return new PullHint(source, taken.Raised, taken.Raised > taken.Covered, [.. conversations]);
    }

    public async Task CoverAsync(PullHint hint, CancellationToken cancellationToken)
    {
        await RunAsync("pull_hint_cover", new { hint.Source, hint.Number }, cancellationToken);

        // Those alone that the pull was told of, and that were not named once more since.
        var told = hint.Conversations.Select(conversation => new { hint.Source, hint.Number, Conversation = conversation });
        await RunAsync("pull_hint_conversation_delete", told, cancellationToken);
    }

    public Task PostponeAsync(string source, TimeSpan pause, CancellationToken cancellationToken) =>
        RunAsync("pull_hint_postpone", new { Source = source, Pause = Microseconds(pause), Now = Now() }, cancellationToken);

    private Task<int> RunAsync(string name, object values, CancellationToken cancellationToken) =>
        connections.UseAsync(c => c.ExecuteAsync(Command(name, values, cancellationToken)), CancellationToken.None);

    private CommandDefinition Command(string name, object values, CancellationToken cancellationToken) =>
        new(connections.Sql(name), values, cancellationToken: cancellationToken);

    /// <summary>For an engine within this process; a server goes by its own clock.</summary>
    private long Now() => Timestamps.ToMicroseconds(clock.GetUtcNow());

    private static long Microseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed class Row
    {
        public long Raised { get; set; }

        public long Covered { get; set; }
    }
}
