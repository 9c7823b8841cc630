using Archive.Core.Search.Language;
using Archive.Core.Search.Saved;
using Microsoft.Extensions.Logging;

namespace Archive.Jobs;

/// <summary>Runs the saved searches that are due, each with its owner's scope, purpose and account. May run twice at the same time: each due search is
/// claimed by one of them. May be killed anywhere: a claim ends by itself, and what did not run is due still.</summary>
public sealed partial class RunSavedSearchesJob(
    ISavedSearches saved, SavedSearchRuns searches, ISearchOwners owners, JobRunner runner, TimeProvider clock, ILogger<RunSavedSearchesJob> logger)
{
    /// <summary>Far longer than a search takes, and shorter than the hour between two checks.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(30);

    /// <exception cref="JobFailedException">Some searches could not be run; the others were.</exception>
    public async Task RunAsync(string startedBy, CancellationToken cancellationToken)
    {
        // As with the index: a check that finds nothing due leaves no run behind.
        if (startedBy == JobNames.Schedule && (await ReadDueAsync(cancellationToken)).Count == 0)
        {
            return;
        }

        await runner.RunAsync(JobNames.RunSavedSearches, null, startedBy, (turn, token) => RunDueAsync(turn.Progress, token), cancellationToken);
    }

    private async Task RunDueAsync(JobProgress progress, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<string, long>(StringComparer.Ordinal) { ["searched"] = 0, ["new"] = 0, ["refused"] = 0, ["failed"] = 0 };
        foreach (var search in await ReadDueAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = clock.GetUtcNow();
            if (await saved.ClaimAsync(search, now, now + Claim, cancellationToken))
            {
                var (trouble, fresh) = await RunOneAsync(search, cancellationToken);
                outcomes[Count(trouble)]++;
                outcomes["new"] += fresh;
                progress.Set(new Dictionary<string, long>(outcomes, StringComparer.Ordinal));
            }
        }

        progress.Set(outcomes);
        if (outcomes["failed"] > 0)
        {
            throw new JobFailedException($"{outcomes["failed"]} saved searches could not be run. The next run tries them again.");
        }
    }

    private async Task<(SavedSearchTrouble Trouble, long New)> RunOneAsync(SavedSearch search, CancellationToken cancellationToken)
    {
        var (trouble, fresh) = (SavedSearchTrouble.Failed, 0L);
        try
        {
            var owner = await owners.ReadAsync(search.Account, cancellationToken);
            trouble = owner.Trouble;
            if (owner.Scope is { } scope)
            {
                trouble = SavedSearchTrouble.Failed;
                fresh = (await searches.RunAsync(search, scope, isScheduled: true, cancellationToken)).New;
                trouble = SavedSearchTrouble.None;
            }
        }
        catch (QueryException)
        {
            trouble = SavedSearchTrouble.QueryInvalid;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One that fails must not keep those of other people from running.
            Log.Failed(logger, e);
            trouble = SavedSearchTrouble.Failed;
        }
        finally
        {
            // Only what failed, or was stopped in the middle, is due still; an owner who may not search may not an hour later, either.
            var isDone = trouble != SavedSearchTrouble.Failed;
            await saved.ReleaseAsync(search.Id, isDone ? clock.GetUtcNow() : null, trouble, CancellationToken.None);
        }

        return (trouble, fresh);
    }

    private async Task<List<SavedSearch>> ReadDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return [.. (await saved.ReadScheduledAsync(cancellationToken)).Where(s => SearchSchedules.IsDue(s.Schedule, s.ScheduledRunAt, now))];
    }

    private static string Count(SavedSearchTrouble trouble) => trouble switch
    {
        SavedSearchTrouble.None => "searched",
        SavedSearchTrouble.OwnerClosed or SavedSearchTrouble.RoleLost => "refused",
        _ => "failed",
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 5005, Level = LogLevel.Error, Message = "A scheduled search failed.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
