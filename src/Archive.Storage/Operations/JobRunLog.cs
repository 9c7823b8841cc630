using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Archive.Core.Jobs;
using Archive.Storage.Sql;
using Dapper;

namespace Archive.Storage.Operations;

/// <inheritdoc cref="IJobRunLog"/>
internal sealed class JobRunLog(IStoreConnections connections, TimeProvider clock) : IJobRunLog
{
    public Task<long> StartAsync(string job, string? source, string startedBy, CancellationToken cancellationToken) =>
        WithAsync(c => c.ExecuteScalarAsync<long>(new CommandDefinition(
            connections.Sql("job_run_insert"),
            new { Job = job, Source = source, StartedBy = startedBy, StartedAt = Now() },
            cancellationToken: cancellationToken)));

    public Task ReportAsync(long id, IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken) =>
        WithAsync(c => c.ExecuteAsync(new CommandDefinition(
            connections.Sql("job_run_report"), new { Id = id, Counts = JsonSerializer.Serialize(counts) }, cancellationToken: cancellationToken)));

    public Task FinishAsync(
        long id, JobOutcome outcome, IReadOnlyDictionary<string, long> counts, string? error, CancellationToken cancellationToken) =>
        WithAsync(c => c.ExecuteAsync(new CommandDefinition(
            connections.Sql("job_run_finish"),
            new { Id = id, Outcome = (int)outcome, Counts = JsonSerializer.Serialize(counts), Error = error, FinishedAt = Now() },
            cancellationToken: cancellationToken)));

    public async Task<IReadOnlyList<JobRun>> ReadAsync(string? job, string? source, int take, CancellationToken cancellationToken)
    {
        var rows = await WithAsync(c => c.QueryAsync<Row>(new CommandDefinition(
            connections.Sql("job_run_list"), new { Job = job, Source = source, Take = take }, cancellationToken: cancellationToken)));
        return [.. rows.Select(r => r.ToRun())];
    }

    private async Task<T> WithAsync<T>(Func<DbConnection, Task<T>> work)
    {
        await using var connection = await connections.OpenAsync(CancellationToken.None);
        return await work(connection);
    }

    private string Now() => clock.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private sealed class Row
    {
        public long Id { get; set; }

        public string Job { get; set; } = "";

        public string? Source { get; set; }

        public string StartedBy { get; set; } = "";

        public string StartedAt { get; set; } = "";

        public string? FinishedAt { get; set; }

        public long Outcome { get; set; }

        public string Counts { get; set; } = "{}";

        public string? Error { get; set; }

        public JobRun ToRun() => new(
            Id,
            Job,
            Source,
            StartedBy,
            DateTimeOffset.Parse(StartedAt, CultureInfo.InvariantCulture),
            FinishedAt is null ? null : DateTimeOffset.Parse(FinishedAt, CultureInfo.InvariantCulture),
            (JobOutcome)Outcome,
            JsonSerializer.Deserialize<Dictionary<string, long>>(Counts) ?? [],
            Error);
    }
}
