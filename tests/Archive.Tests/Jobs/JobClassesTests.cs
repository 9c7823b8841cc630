using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Core.Sanctioning;
using Archive.Jobs;
using Xunit;

namespace Archive.Tests.Jobs;

public sealed class JobClassesTests
{
    private static readonly Dictionary<string, string?> NoChange = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pull_started_twice_reads_the_source_once()
    {
        var gate = new TaskCompletionSource();
        var reads = 0;
        var jobs = new JobsHarness(JobsHarness.Source("slack", (_, _) => WaitThenOne(gate.Task, () => Interlocked.Increment(ref reads))));

        var first = jobs.Pull.RunAsync("slack", "schedule", null, Token);
        var second = await jobs.Pull.RunAsync("slack", "ann", null, Token);
        gate.SetResult();
        var totals = await first;

        Assert.Null(second);
        Assert.Equal(1, totals?.Admitted);
        Assert.Equal(1, reads);
        var run = Assert.Single(jobs.Runs.Runs);
        Assert.Equal((JobNames.Pull, "slack", "schedule", JobOutcome.Succeeded), (run.Job, run.Source, run.StartedBy, run.Outcome));
        Assert.Equal((1, 1), (run.Counts["received"], run.Counts["admitted"]));
    }

    /// <summary>A first run over years of messages takes days.</summary>
    [Fact]
    public async Task Whoever_is_taken_out_of_the_register_during_a_run_is_not_captured_from_the_next_page_on()
    {
        JobsHarness? jobs = null;
        async IAsyncEnumerable<SourcePage> Read()
        {
            yield return new SourcePage([JobsHarness.Item("1")], NoChange);
            await jobs!.Register.ReplaceAccountsAsync(RegisterOrigins.File, [], null, "carla", Token);
            yield return new SourcePage([JobsHarness.Item("2")], NoChange);
        }

        jobs = new JobsHarness(JobsHarness.Source("slack", (_, _) => Read()));

        var totals = await jobs.Pull.RunAsync("slack", "schedule", null, Token);

        Assert.Equal((2, 1, 1), (totals!.Received, totals.Admitted, totals.Refused));
    }

    [Fact]
    public async Task A_second_read_started_twice_reads_once_and_beside_a_pull()
    {
        var gate = new TaskCompletionSource();
        var reads = 0;
        var jobs = new JobsHarness(JobsHarness.Source("slack", (_, _) => WaitThenOne(gate.Task, () => Interlocked.Increment(ref reads))) with { CanConfirm = true });
        jobs.Store.MoveCursor("slack", SourceCursor.ReadThroughPart, "1970-01-01T02:00:00Z");

        var first = jobs.Confirm.RunAsync("slack", "schedule", null, Token);
        var second = await jobs.Confirm.RunAsync("slack", "ann", null, Token);
        var pull = jobs.Pull.RunAsync("slack", "schedule", null, Token);
        gate.SetResult();
        var report = await first;

        Assert.Null(second);
        Assert.Equal((1, 1, 0), (report!.Read, report.Closed, report.Red));
        Assert.Equal(1, (await pull)?.Admitted);
        Assert.Equal(2, reads);
        var run = Assert.Single(jobs.Runs.Runs, r => r.Job == JobNames.Confirm);
        Assert.Equal((JobOutcome.Succeeded, 1L), (run.Outcome, run.Counts["closed"]));
    }

    [Fact]
    public async Task A_source_that_no_pull_has_read_to_its_end_is_not_read_a_second_time()
    {
        var jobs = new JobsHarness(JobsHarness.Source("slack", (_, _) => throw new InvalidOperationException("It was read.")) with { CanConfirm = true }, JobsHarness.Source("file", (_, _) => One()));

        // A run that went on where another one was stopped succeeds and has read the rest only.
        await jobs.Runs.FinishAsync(await jobs.Runs.StartAsync(JobNames.Pull, "slack", "ann", Token), JobOutcome.Succeeded, new Dictionary<string, long>(), null, Token);
        jobs.Store.MoveCursor("slack", SourceCursor.ReadThroughPart, "1969-12-31T23:00:00Z");

        var report = await jobs.Confirm.RunAsync("slack", "ann", null, Token);

        Assert.Equal(new Archive.Core.Completeness.ConfirmationReport(0, 0, 0, 0, 0, 0), report);
        await Assert.ThrowsAsync<ArgumentException>(() => jobs.Confirm.RunAsync("file", "ann", null, Token));
    }

    [Fact]
    public async Task Pulls_of_two_sources_run_side_by_side()
    {
        var gate = new TaskCompletionSource();
        var jobs = new JobsHarness(
            JobsHarness.Source("slack", (_, _) => WaitThenOne(gate.Task, () => 0)), JobsHarness.Source("other", (_, _) => One()));

        var first = jobs.Pull.RunAsync("slack", "schedule", null, Token);
        var second = await jobs.Pull.RunAsync("other", "schedule", null, Token);
        gate.SetResult();

        Assert.Equal(1, second?.Refused);
        Assert.Equal(1, (await first)?.Admitted);
    }

    [Fact]
    public async Task A_failing_connector_is_recorded_with_what_to_do_and_the_next_run_goes_on()
    {
        var broken = true;
        var jobs = new JobsHarness(JobsHarness.Source(
            "slack", (_, _) => broken ? Fails(new ConnectorException(ConnectorFailure.Unauthorized, "The token was refused. Renew it.")) : One()));

        await Assert.ThrowsAsync<ConnectorException>(() => jobs.Pull.RunAsync("slack", "schedule", null, Token));
        broken = false;
        await jobs.Pull.RunAsync("slack", "schedule", null, Token);

        Assert.Equal([JobOutcome.Failed, JobOutcome.Succeeded], jobs.Runs.Runs.Select(r => r.Outcome));
        Assert.Equal("The token was refused. Renew it.", jobs.Runs.Runs[0].Error);
        Assert.Equal(1, jobs.Runs.Runs[0].Counts["admitted"]);
        Assert.Equal(1, jobs.Runs.Runs[1].Counts["duplicate"]);
    }

    [Fact]
    public async Task What_an_unexpected_failure_says_stays_out_of_the_history()
    {
        var jobs = new JobsHarness(JobsHarness.Source("slack", (_, _) => Fails(new InvalidOperationException("quotes a message"))));

        await Assert.ThrowsAsync<InvalidOperationException>(() => jobs.Pull.RunAsync("slack", "schedule", null, Token));

        Assert.Equal(
            "Unexpected InvalidOperationException. The log of this process has the details; the next run tries again.", jobs.Runs.Runs[0].Error);
    }

    [Fact]
    public async Task A_stopped_pull_is_recorded_as_interrupted()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var jobs = new JobsHarness(JobsHarness.Source("slack", (_, token) => StopsWhenTold(stop, token)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => jobs.Pull.RunAsync("slack", "schedule", null, stop.Token));

        Assert.Equal(JobOutcome.Interrupted, Assert.Single(jobs.Runs.Runs).Outcome);
        Assert.False(await jobs.Leases.IsHeldAsync("pull:slack", Token));
    }

    [Fact]
    public async Task An_unknown_source_is_refused_with_those_there_are()
    {
        var jobs = new JobsHarness(JobsHarness.Source("slack", (_, _) => One()));

        var error = await Assert.ThrowsAsync<ArgumentException>(() => jobs.Pull.RunAsync("teams", "ann", null, Token));

        Assert.Contains("Known sources: slack.", error.Message, StringComparison.Ordinal);
        Assert.Empty(jobs.Runs.Runs);
    }

    [Fact]
    public async Task A_clean_up_started_twice_disposes_of_each_record_once()
    {
        var jobs = new JobsHarness(JobsHarness.Source("slack", (_, _) => Many(1_200)));
        await jobs.Pull.RunAsync("slack", "schedule", null, Token);

        var reports = await Task.WhenAll(
            Task.Run(() => jobs.CleanUp.RunAsync(null, "schedule", null, Token), Token),
            Task.Run(() => jobs.CleanUp.RunAsync(null, "ann", null, Token), Token));

        Assert.Equal(1_200, reports.Sum(r => r?.Disposed ?? 0));
        Assert.Equal((0, 0), (jobs.Store.Stored, jobs.Store.Indexed));
    }

    [Fact]
    public async Task A_clean_up_that_could_not_dispose_is_a_failed_run()
    {
        var jobs = new JobsHarness(JobsHarness.Source("slack", (_, _) => One()));
        await jobs.Pull.RunAsync("slack", "schedule", null, Token);
        jobs.Store.DisposeFails = new IOException("disk");

        await Assert.ThrowsAsync<JobFailedException>(() => jobs.CleanUp.RunAsync(null, "schedule", null, Token));

        var run = jobs.Runs.Runs[^1];
        Assert.Equal((JobOutcome.Failed, 1L), (run.Outcome, run.Counts["failed"]));
        Assert.Equal((1, 1), (jobs.Store.Stored, jobs.Store.Indexed));
    }

    [Fact]
    public async Task The_index_is_caught_up_once_by_two_starts_and_an_idle_run_leaves_no_trace()
    {
        var jobs = new JobsHarness(JobsHarness.Source("slack", (_, _) => Many(5_000)));
        await jobs.Pull.RunAsync("slack", "schedule", null, Token);
        await jobs.Store.ResetAsync(Token);

        await Task.WhenAll(
            Task.Run(() => jobs.Index.RunAsync("schedule", Token), Token), Task.Run(() => jobs.Index.RunAsync("schedule", Token), Token));
        await jobs.Index.RunAsync("schedule", Token);

        Assert.Equal(5_000, jobs.Store.Indexed);
        var runs = jobs.Runs.Runs.Where(r => r.Job == JobNames.Index).ToList();
        Assert.InRange(runs.Count, 1, 2);
        Assert.Equal(5_000, runs.Sum(r => r.Counts["indexed"]));
    }

    [Fact]
    public async Task A_verification_runs_once_at_a_time()
    {
        var gate = new TaskCompletionSource();
        var calls = 0;
        var jobs = new JobsHarness();
        jobs.Verifier.Answer = async _ =>
        {
            Interlocked.Increment(ref calls);
            await gate.Task;
            return new VerificationReport(VerificationResult.Intact, 9, []);
        };

        var first = jobs.Verify.RunAsync("schedule", Token);
        await jobs.Verify.RunAsync("ann", Token);
        gate.SetResult();
        await first;

        Assert.Equal(1, calls);
        Assert.Equal(9, Assert.Single(jobs.Runs.Runs).Counts["checked"]);
    }

    [Fact]
    public async Task A_verification_that_finds_something_is_a_failed_run()
    {
        var jobs = new JobsHarness();
        jobs.Verifier.Answer = _ => Task.FromResult(new VerificationReport(
            VerificationResult.Altered, 9, [new VerificationFinding("record changed", "record 4", "ciphertext hash")]));

        await Assert.ThrowsAsync<JobFailedException>(() => jobs.Verify.RunAsync("schedule", Token));

        var run = Assert.Single(jobs.Runs.Runs);
        Assert.Equal(JobOutcome.Failed, run.Outcome);
        Assert.StartsWith("The archive is altered: 1 findings. First: record changed, record 4.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_of_a_killed_process_are_settled_at_the_next_start()
    {
        var jobs = new JobsHarness();
        var runs = jobs.Runs;
        var killed = await runs.StartAsync(JobNames.Pull, "slack", "schedule", Token);
        var ended = await runs.StartAsync(JobNames.Verify, null, "schedule", Token);
        await runs.FinishAsync(ended, JobOutcome.Succeeded, new Dictionary<string, long>(), null, Token);

        var settled = await jobs.Interrupted.SettleAsync(Token);

        Assert.Equal(1, settled);
        Assert.Equal(JobOutcome.Interrupted, runs.Runs.Single(r => r.Id == killed).Outcome);
        Assert.Equal(JobOutcome.Succeeded, runs.Runs.Single(r => r.Id == ended).Outcome);
    }

    private static async IAsyncEnumerable<SourcePage> One()
    {
        await Task.Yield();
        yield return new SourcePage([JobsHarness.Item("1")], NoChange);
    }

    private static async IAsyncEnumerable<SourcePage> Many(int count)
    {
        foreach (var page in Enumerable.Range(1, count).Chunk(500))
        {
            await Task.Yield();
            yield return new SourcePage([.. page.Select(n => JobsHarness.Item($"{n}"))], NoChange);
        }
    }

    private static async IAsyncEnumerable<SourcePage> WaitThenOne(Task gate, Func<int> opened)
    {
        opened();
        await gate;
        yield return new SourcePage([JobsHarness.Item("1")], NoChange);
    }

    private static async IAsyncEnumerable<SourcePage> Fails(Exception failure)
    {
        await Task.Yield();
        yield return new SourcePage([JobsHarness.Item("1")], NoChange);
        throw failure;
    }

    private static async IAsyncEnumerable<SourcePage> StopsWhenTold(
        CancellationTokenSource stop, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SourcePage([JobsHarness.Item("1")], NoChange);
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
