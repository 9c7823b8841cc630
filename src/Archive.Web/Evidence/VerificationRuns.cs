using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Jobs;

namespace Archive.Web.Evidence;

/// <summary>Verifications that a person asked for: one at a time, in the background, so that the page can tell how far it is. Their outcome goes
/// into the run log; the findings of the last are kept in memory.</summary>
public sealed partial class VerificationRuns(
    ILogVerifier verifier, IJobRunLog runs, AuditTrail audit, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<VerificationRuns> logger)
{
    private const string Job = "verify";

    private readonly Lock _gate = new();
    private VerificationState _state = new(false, 0, null, null);

    public VerificationState State => Volatile.Read(ref _state);

    /// <summary>Starts one unless one runs.</summary>
    public async Task StartAsync(string account, CancellationToken cancellationToken)
    {
        await audit.AdministeredAsync(account, "verification of the evidence started", cancellationToken);
        lock (_gate)
        {
            if (_state.Running)
            {
                return;
            }

            _state = new VerificationState(true, 0, null, null);
        }

        _ = Task.Run(() => RunAsync(account, lifetime.ApplicationStopping), CancellationToken.None);
    }

    private async Task RunAsync(string account, CancellationToken cancellationToken)
    {
        var id = 0L;
        try
        {
            id = await runs.StartAsync(Job, null, account, cancellationToken);
            using var told = JobRunScope.Begin(logger, Job, null, id);
            var report = await verifier.VerifyAsync(new Progress<long>(Tell), cancellationToken);
            await runs.FinishAsync(id, Outcome(report), Counts(report.Checked, report.Findings.Count), Error(report), cancellationToken);
            Volatile.Write(ref _state, new VerificationState(false, report.Checked, report, clock.GetUtcNow()));
        }
        catch (Exception e)
        {
            // Whatever it was, the page must not go on saying "running".
            var reached = State.Checked;
            Volatile.Write(ref _state, new VerificationState(false, reached, Unreadable(reached, e), clock.GetUtcNow()));
            Log.Failed(logger, e.GetType().Name);
            if (id > 0 && !cancellationToken.IsCancellationRequested)
            {
                await runs.FinishAsync(id, JobOutcome.Failed, Counts(reached, 1), e.GetType().Name, CancellationToken.None);
            }
        }
    }

    private void Tell(long reached)
    {
        lock (_gate)
        {
            if (_state.Running && reached > _state.Checked)
            {
                _state = _state with { Checked = reached };
            }
        }
    }

    private static VerificationReport Unreadable(long reached, Exception e) =>
        new(VerificationResult.Unreadable, reached, [new VerificationFinding("not verified", "evidence log", e.GetType().Name)]);

    private static JobOutcome Outcome(VerificationReport report) =>
        report.Result == VerificationResult.Intact ? JobOutcome.Succeeded : JobOutcome.Failed;

    private static string? Error(VerificationReport report) => report.Result switch
    {
        VerificationResult.Intact => null,
        VerificationResult.Altered => "Something stored is not what was appended.",
        _ => "The evidence could not be read well enough to tell.",
    };

    private static Dictionary<string, long> Counts(long reached, long findings) =>
        new(StringComparer.Ordinal) { ["checked"] = reached, ["findings"] = findings };

    private static partial class Log
    {
        [LoggerMessage(EventId = 6301, Level = LogLevel.Error, Message = "A verification could not be finished: {Kind}.")]
        public static partial void Failed(ILogger logger, string kind);
    }
}

/// <param name="Checked">Leaves so far.</param>
/// <param name="Report">Of the last run in this process; null while it runs or before the first.</param>
public sealed record VerificationState(bool Running, long Checked, VerificationReport? Report, DateTimeOffset? FinishedAt);
