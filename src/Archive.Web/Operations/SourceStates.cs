using Archive.Core.Connectors;
using Archive.Core.Jobs;
using Archive.Web.Hosting;
using Archive.Web.Words;

namespace Archive.Web.Operations;

/// <summary>Whether each source delivers as it should, told by its runs alone.</summary>
internal sealed class SourceStates(SourceCatalog catalog, IJobRunLog runs, ArchiveSettings settings, TimeProvider clock)
{
    /// <summary>Enough for the newest run that is over.</summary>
    private const int Recent = 20;

    public async Task<IReadOnlyList<SourceState>> ReadAsync(CancellationToken cancellationToken)
    {
        var states = new List<SourceState>();
        foreach (var source in catalog.Sources)
        {
            // However far back: a source with events that fails makes a thousand runs a day.
            var history = await runs.ReadAsync(SourceOverview.PullJob, source.Name, Recent, cancellationToken);
            var complete = await runs.FindLastSuccessAsync(SourceOverview.PullJob, source.Name, cancellationToken);
            var first = complete is null ? await runs.FindFirstAsync(SourceOverview.PullJob, source.Name, cancellationToken) : null;
            states.Add(StateOf(source, history, complete, first, clock.GetUtcNow()));
        }

        return states;
    }

    private SourceState StateOf(ConfiguredSource configured, IReadOnlyList<JobRun> history, JobRun? complete, JobRun? first, DateTimeOffset now)
    {
        var source = configured.Name;
        var limit = configured.LateAfter ?? settings.Sources.GetValueOrDefault(source)?.LateAfter ?? SourceSettings.DefaultLateAfter;
        var since = now - complete?.FinishedAt;
        var isRunning = history.Count > 0 && history[0].Outcome == JobOutcome.Running;

        // A run in progress says nothing yet; before it is done, the one before it counts.
        var finished = history.FirstOrDefault(run => run.Outcome != JobOutcome.Running);
        var (condition, reason) = (finished?.Outcome, since) switch
        {
            (JobOutcome.Failed, _) => (SourceCondition.Failed, CodeOf(finished.Error)),
            (_, null) => (SourceCondition.Never, isRunning ? "running" : finished is null ? "not-run" : CodeOf(finished.Error)),
            _ when since > limit => (SourceCondition.Late, isRunning ? "running" : "overdue"),
            _ => (SourceCondition.Ok, null),
        };

        // Before the first complete pull the first attempt counts: what was sent then is the first that can be lost.
        var covered = (complete ?? first)?.StartedAt;
        return new SourceState(source, $"{configured.Platform}:{source}", condition, since, reason, LossRisk.Of(configured.Window, covered, now));
    }

    /// <summary>The text of a failure may name people's accounts or paths; its kind does not. "PlatformError.token_revoked" is "token_revoked".</summary>
    private static string CodeOf(string? error)
    {
        var key = error is null ? null : StoredTexts.Find(error);
        return key is null ? "other" : key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];
    }
}

/// <param name="Dependency">Name of its connector among the dependencies.</param>
/// <param name="SinceComplete">Time since the end of the newest pull that reached the platform's end; null when there was none.</param>
/// <param name="Reason">Why it is not ok, as a code.</param>
/// <param name="Loss">Null where the platform keeps messages, or where nothing was tried yet.</param>
internal sealed record SourceState(string Source, string Dependency, SourceCondition Condition, TimeSpan? SinceComplete, string? Reason, LossRisk? Loss);

/// <summary>The numbers are exported as a metric and never change.</summary>
internal enum SourceCondition
{
    Ok = 0,

    /// <summary>The newest complete pull is older than the source's limit.</summary>
    Late = 1,

    /// <summary>The last run failed.</summary>
    Failed = 2,

    /// <summary>No pull has reached the platform's end yet.</summary>
    Never = 3,
}
