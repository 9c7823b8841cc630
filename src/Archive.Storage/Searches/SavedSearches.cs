using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Archive.Core.Search;
using Archive.Core.Search.Saved;
using Archive.Storage.Sealing;
using Archive.Storage.Sql;
using Dapper;

namespace Archive.Storage.Searches;

/// <inheritdoc cref="ISavedSearches"/>
internal sealed class SavedSearches(RecordArchive archive, TimeProvider clock) : ISavedSearches
{
    private const int IdBytes = 16;

    private readonly IStoreConnections _connections = archive.Engine.Searches;
    private readonly SavedSearchRows _rows = new(new TextCipher(archive.DeriveKey("saved searches"), "A saved search"));

    public async Task<SavedSearch> AddAsync(
        string account, string query, string purpose, SearchOrder order, int keep, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        var search = new SavedSearch(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes)), account, query, purpose, order, clock.GetUtcNow());
        return await _connections.UseAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await connection.ExecuteAsync(Command("saved_search_insert", _rows.ToParameters(search), cancellationToken, transaction));
                await connection.ExecuteAsync(Command("saved_search_prune", new { Account = account, Keep = keep }, cancellationToken, transaction));
                await transaction.CommitAsync(cancellationToken);
                return search;
            },
            CancellationToken.None);
    }

    public async Task<SavedSearch?> FindAsync(string account, string id, CancellationToken cancellationToken) =>
        (await ListAsync("saved_search_find", new { Account = account, Id = id }, cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<SavedSearch>> ReadNamedAsync(string account, CancellationToken cancellationToken) =>
        ListAsync("saved_search_named", new { Account = account }, cancellationToken);

    public Task<IReadOnlyList<SavedSearch>> ReadHistoryAsync(string account, int take, CancellationToken cancellationToken) =>
        ListAsync("saved_search_history", new { Account = account, Take = take }, cancellationToken);

    public Task<IReadOnlyList<SavedSearch>> ReadScheduledAsync(CancellationToken cancellationToken) =>
        ListAsync("saved_search_scheduled", null, cancellationToken);

    public Task<bool> NameAsync(string account, string id, string name, CancellationToken cancellationToken) =>
        ChangeAsync("saved_search_name", new { Account = account, Id = id, Name = _rows.SealName(name, id, account) }, cancellationToken);

    public Task<bool> ScheduleAsync(string account, string id, SearchSchedule schedule, CancellationToken cancellationToken) =>
        ChangeAsync("saved_search_schedule", new { Account = account, Id = id, Schedule = (int)schedule }, cancellationToken);

    public Task<bool> OrderAsync(string account, string id, SearchOrder order, CancellationToken cancellationToken) =>
        ChangeAsync("saved_search_order", new { Account = account, Id = id, SearchOrder = (int)order }, cancellationToken);

    public Task<bool> DeleteAsync(string account, string id, CancellationToken cancellationToken) =>
        ChangeAsync("saved_search_delete", new { Account = account, Id = id }, cancellationToken);

    public Task RecordRunAsync(string id, SavedSearchRun run, CancellationToken cancellationToken) => ChangeAsync(
        "saved_search_run",
        new { Id = id, At = SavedSearchRows.Text(run.At), run.Cursor, run.Hits, run.Since, run.New, Looked = run.Looked ? 1 : 0 },
        cancellationToken);

    public Task<bool> ClaimAsync(SavedSearch search, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => ChangeAsync(
        "saved_search_claim",
        new { search.Id, Expected = SavedSearchRows.Text(search.ScheduledRunAt), Now = SavedSearchRows.Text(now), Until = SavedSearchRows.Text(until) },
        cancellationToken);

    public Task ReleaseAsync(string id, DateTimeOffset? doneAt, SavedSearchTrouble trouble, CancellationToken cancellationToken) => ChangeAsync(
        "saved_search_release", new { Id = id, DoneAt = SavedSearchRows.Text(doneAt), Trouble = (int)trouble }, cancellationToken);

    public async Task<bool> MarkAsync(string account, string id, long sequence, bool marked, CancellationToken cancellationToken)
    {
        var parameters = new { Account = account, Id = id, Sequence = sequence, Now = SavedSearchRows.Text(clock.GetUtcNow()) };
        await ChangeAsync(marked ? "saved_mark_insert" : "saved_mark_delete", parameters, cancellationToken);
        return await FindAsync(account, id, cancellationToken) is not null;
    }

    public async Task<IReadOnlyList<long>> ReadMarksAsync(string account, string id, CancellationToken cancellationToken) =>
        [.. await QueryAsync<long>("saved_mark_list", new { Account = account, Id = id }, cancellationToken)];

    private async Task<IReadOnlyList<SavedSearch>> ListAsync(string statement, object? parameters, CancellationToken cancellationToken) =>
        [.. (await QueryAsync<SavedSearchRows.Row>(statement, parameters, cancellationToken)).Select(_rows.ToSearch)];

    private Task<IEnumerable<T>> QueryAsync<T>(string statement, object? parameters, CancellationToken cancellationToken) =>
        _connections.UseAsync(c => c.QueryAsync<T>(Command(statement, parameters, cancellationToken)), CancellationToken.None);

    private async Task<bool> ChangeAsync(string statement, object parameters, CancellationToken cancellationToken) =>
        await _connections.UseAsync(c => c.ExecuteAsync(Command(statement, parameters, cancellationToken)), CancellationToken.None) > 0;

    private CommandDefinition Command(
        string statement, object? parameters, CancellationToken cancellationToken, System.Data.Common.DbTransaction? transaction = null) =>
        new(_connections.Sql(statement), parameters, transaction, cancellationToken: cancellationToken);
}
