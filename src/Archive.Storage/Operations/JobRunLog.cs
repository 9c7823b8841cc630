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
        connections.UseAsync(c => c.ExecuteScalarAsync<long>(new CommandDefinition(
            connections.Sql("job_run_insert"),
            new { Job = job, Source = source, StartedBy = startedBy, StartedAt = Now() },
            cancellationToken: cancellationToken)), CancellationToken.None);

    public Task ReportAsync(long id, IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken) =>
        connections.UseAsync(c => c.ExecuteAsync(new CommandDefinition(
            connections.Sql("job_run_report"), new { Id = id, Counts = JsonSerializer.Serialize(counts) }, cancellationToken: cancellationToken)), CancellationToken.None);

    public Task FinishAsync(
        long id, JobOutcome outcome, IReadOnlyDictionary<string, long> counts, string? error, CancellationToken cancellationToken) =>
        connections.UseAsync(c => c.ExecuteAsync(new CommandDefinition(
            connections.Sql("job_run_finish"),
            new { Id = id, Outcome = (int)outcome, Counts = JsonSerializer.Serialize(counts), Error = error, FinishedAt = Now() },
            cancellationToken: cancellationToken)), CancellationToken.None);

    public async Task<IReadOnlyList<JobRun>> ReadAsync(string? job, string? source, int take, CancellationToken cancellationToken)
    {
        var rows = await connections.UseAsync(c => c.QueryAsync<Row>(new CommandDefinition(
            connections.Sql("job_run_list"), new { Job = job, Source = source, Take = take }, cancellationToken: cancellationToken)), CancellationToken.None);
        return [.. rows.Select(r => r.ToRun())];
    }

    public Task<JobRun?> FindLastSuccessAsync(string job, string source, CancellationToken cancellationToken) =>
        FindAsync("job_run_last_success", new { Job = job, Source = source, Succeeded = (int)JobOutcome.Succeeded }, cancellationToken);

    public Task<JobRun?> FindFirstAsync(string job, string source, CancellationToken cancellationToken) =>
        FindAsync("job_run_first", new { Job = job, Source = source }, cancellationToken);

    private async Task<JobRun?> FindAsync(string statement, object arguments, CancellationToken cancellationToken) =>
        (await connections.UseAsync(c => c.QueryFirstOrDefaultAsync<Row?>(new CommandDefinition(
            connections.Sql(statement), arguments, cancellationToken: cancellationToken)), CancellationToken.None))?.ToRun();

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
