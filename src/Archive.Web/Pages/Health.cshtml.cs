using Archive.Core.Dependencies;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Web.Auth;
using Archive.Web.Operations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Archive.Web.Pages;

/// <summary>Whether store, index, sources and jobs do what they should, in numbers.</summary>
[Authorize(Policy = ArchivePolicies.RunJobs)]
internal sealed class HealthModel(
    IRecordStore records, ISearchIndex index, SourceStates sources, DependencyStates dependencies, IJobRunLog runs, TimeProvider clock) : PageModel
{
    // A run older than this no longer says anything about today.
    private const int RecentRuns = 100;

    public RecordStatistics? Statistics { get; private set; }
    public long Searchable { get; private set; }
    public long IndexLag { get; private set; }
    public string Generation { get; private set; } = "";
    public IReadOnlyList<SourceState> Sources { get; private set; } = [];
    public IReadOnlyList<DependencyState> Dependencies { get; private set; } = [];
    public DateTimeOffset Now { get; } = clock.GetUtcNow();
    public int FailedRuns { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Statistics = await records.ReadStatisticsAsync(cancellationToken);
        var state = await index.ReadStateAsync(cancellationToken);
        (Searchable, Generation) = (state.Count, state.Generation);
        IndexLag = Math.Max(0, Statistics.LastSequence - state.Cursor);
        Sources = await sources.ReadAsync(cancellationToken);
        Dependencies = dependencies.Read();
        var recent = await runs.ReadAsync(null, null, RecentRuns, cancellationToken);
        FailedRuns = recent.Count(r => r.Outcome is JobOutcome.Failed or JobOutcome.Interrupted);
    }
}
