using Archive.Core.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Archive.Jobs;

/// <summary>Runs the work of a job once at a time, in all processes together, and writes its run into the history: start, counts while it goes on, end, error.
/// <para>A second start while it runs returns at once. A failure is recorded and thrown on; a stop is recorded as interrupted and thrown on. When the
/// process dies instead, the next run of the job settles it, or <see cref="InterruptedRuns"/> at the next start.</para></summary>
public sealed partial class JobRunner(
    IJobRunLog runs, ILeases leases, IOptions<JobsOptions> options, TimeProvider clock, ILogger<JobRunner> logger)
{
    /// <summary>How often counts of a running job are stored: often enough for somebody who watches, seldom enough to cost nothing.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);

    /// <summary>Open runs that are looked at before a job runs. More than one needs as many deaths in a row, each before its run was settled.</summary>
    private const int MostOpen = 20;

    /// <returns>False when the job was running already and nothing was done.</returns>
    /// <exception cref="LeaseLostException">Another process took the job over.</exception>
    public async Task<bool> RunAsync(
        string job, string? source, string startedBy, Func<JobTurn, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var held = await HeldLease.TryTakeAsync(leases, CatalogedJob.Key(job, source), options.Value.Lease, clock, logger, cancellationToken);
        if (held is null)
        {
            Log.RunningAlready(logger, CatalogedJob.Key(job, source));
            return false;
        }

        await SettleAsync(job, source, cancellationToken);
        var id = await runs.StartAsync(job, source, startedBy, cancellationToken);
        using var told = JobRunScope.Begin(logger, job, source, id);
        var progress = new JobProgress();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
        var reporting = ReportAsync(id, progress, done.Token);
        try
        {
            await work(new JobTurn(held.Lease, progress), stop.Token);
            await StopReportingAsync(done, reporting);
            await FinishAsync(id, JobOutcome.Succeeded, progress, null);
            return true;
        }
        catch (Exception e)
        {
            await StopReportingAsync(done, reporting);
            var stopped = e is OperationCanceledException && cancellationToken.IsCancellationRequested;
            var failure = !stopped && held.Lost.IsCancellationRequested ? new LeaseLostException(held.Lease.Work) : e;
            if (!stopped)
            {
                Log.Failed(logger, failure, CatalogedJob.Key(job, source), id);
            }

            await RecordFailureAsync(id, stopped || failure is LeaseLostException ? JobOutcome.Interrupted : JobOutcome.Failed, progress, failure);
            if (failure != e)
            {
                throw failure;
            }

            throw;
        }
    }

    /// <summary>Whoever has the lease is the only one who runs the job: what else stands as running is dead.</summary>
    private async Task SettleAsync(string job, string? source, CancellationToken cancellationToken)
    {
        foreach (var run in await runs.ReadAsync(job, source, MostOpen, cancellationToken))
        {
            if (run.Outcome == JobOutcome.Running && run.Source == source)
            {
                await runs.InterruptAsync(run, cancellationToken);
            }
        }
    }

    /// <summary>The end of a run is written even when the process is being stopped.</summary>
    private Task FinishAsync(long id, JobOutcome outcome, JobProgress progress, string? error) =>
        runs.FinishAsync(id, outcome, progress.Counts, error, CancellationToken.None);

    /// <summary>A full disk takes the history along: what stopped the job must reach the caller all the same. The run stays open until
    /// <see cref="InterruptedRuns"/> settles it.</summary>
    private async Task RecordFailureAsync(long id, JobOutcome outcome, JobProgress progress, Exception failure)
    {
        try
        {
            await FinishAsync(id, outcome, progress, JobErrors.Describe(failure));
        }
        catch (Exception e)
        {
            Log.NotRecorded(logger, e, id);
        }
    }

    private async Task ReportAsync(long id, JobProgress progress, CancellationToken cancellationToken)
    {
        var stored = progress.Counts;
        using var timer = new PeriodicTimer(ReportInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (!ReferenceEquals(stored, progress.Counts))
            {
                stored = progress.Counts;
                await runs.ReportAsync(id, stored, cancellationToken);
            }
        }
    }

    private async Task StopReportingAsync(CancellationTokenSource done, Task reporting)
    {
        await done.CancelAsync();
        try
        {
            await reporting;
        }
        catch (OperationCanceledException)
        {
            // The way it always ends.
        }
        catch (Exception e)
        {
            // Counts on the way are a courtesy: the job's own outcome decides, and it is written next.
            Log.NotReported(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Job {Job} runs already; this start does nothing.")]
        public static partial void RunningAlready(ILogger logger, string job);

        [LoggerMessage(EventId = 5002, Level = LogLevel.Error, Message = "Job {Job} failed in run {Run}.")]
        public static partial void Failed(ILogger logger, Exception error, string job, long run);

        [LoggerMessage(EventId = 5003, Level = LogLevel.Warning, Message = "The counts of a running job could not be stored.")]
        public static partial void NotReported(ILogger logger, Exception error);

        [LoggerMessage(EventId = 5004, Level = LogLevel.Error, Message = "The end of run {Run} could not be written into the history.")]
        public static partial void NotRecorded(ILogger logger, Exception error, long run);
    }
}
