using Archive.Core.Connectors;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using AutoMapper;

namespace Archive.Web.Operations;

/// <summary>Gathers what is known of each source: configuration, counts and runs.</summary>
internal sealed class SourceOverview(
    SourceCatalog catalog, IRecordStore records, IJobRunLog runs, IJobScheduler scheduler, IMapper mapper, SourceStates states, TimeProvider clock)
{
    public const string PullJob = "pull";

    public async Task<IReadOnlyList<SourceView>> ReadAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var jobs = scheduler.ReadJobs();
        var risks = (await states.ReadAsync(cancellationToken)).ToDictionary(s => s.Source, s => s.Loss, StringComparer.Ordinal);
        var views = new List<SourceView>();
        foreach (var source in catalog.Sources)
        {
            var counts = await records.ReadIntakeAsync(source.Name, cancellationToken);
            var newest = await runs.ReadAsync(PullJob, source.Name, 1, cancellationToken);
            views.Add(new SourceView(
                source.Name,
                source.Platform,
                source.Description,
                source.Retention.Name,
                IntakeSums.Of(counts.Where(c => c.Day == today)),
                IntakeSums.Of(counts),
                counts.Count == 0 ? null : counts.Max(c => c.Day),
                mapper.Map<JobRunView?>(newest.Count > 0 ? newest[0] : null),
                (await runs.FindLastSuccessAsync(PullJob, source.Name, cancellationToken))?.FinishedAt,
                jobs.FirstOrDefault(j => j.Name == PullJob && j.Source == source.Name)?.NextRun,
                risks.GetValueOrDefault(source.Name)));
        }

        return views;
    }
}

/// <param name="Loss">Null where the platform keeps messages.</param>
/// <param name="LastSuccess">End of the last pull that reached the platform's end: what lies after it may not be here yet.</param>
public sealed record SourceView(
    string Name,
    string Platform,
    string Description,
    string RetentionPolicy,
    IntakeSums Today,
    IntakeSums Total,
    DateOnly? NewestDay,
    JobRunView? LastRun,
    DateTimeOffset? LastSuccess,
    DateTimeOffset? NextRun,
    LossRisk? Loss);

/// <summary>received = admitted + refused + withheld + duplicate + quarantined + discarded.</summary>
/// <param name="Reasons">Why items were refused, withheld, quarantined or discarded, most frequent first.</param>
public sealed record IntakeSums(
    long Admitted, long Refused, long Withheld, long Duplicate, long Quarantined, long Discarded, IReadOnlyList<IntakeReason> Reasons)
{
    public long Received => Admitted + Refused + Withheld + Duplicate + Quarantined + Discarded;

    public static IntakeSums Of(IEnumerable<IntakeCount> counts)
    {
        var list = counts.ToList();
        return new IntakeSums(
            Sum(IntakeOutcome.Admitted),
            Sum(IntakeOutcome.Refused),
            Sum(IntakeOutcome.Withheld),
            Sum(IntakeOutcome.Duplicate),
            Sum(IntakeOutcome.Quarantined),
            Sum(IntakeOutcome.Discarded),
            [.. list.Where(c => c.Reason.Length > 0)
                .GroupBy(c => (c.Outcome, c.Reason))
                .Select(g => new IntakeReason(g.Key.Outcome, g.Key.Reason, g.Sum(c => c.Count)))
                .OrderByDescending(r => r.Count)]);

        long Sum(IntakeOutcome outcome) => list.Where(c => c.Outcome == outcome).Sum(c => c.Count);
    }
}

public sealed record IntakeReason(IntakeOutcome Outcome, string Reason, long Count);
