using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Core.Search;
using Archive.Core.Search.Language;
using Archive.Core.Search.Saved;
using Archive.Jobs;
using Archive.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Jobs;

/// <summary>The job on a real store of searches and a real evidence log; the index is a list, and a query that holds "broken" makes it fail.</summary>
public sealed class RunSavedSearchesJobTests : IDisposable
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateTimeOffset Wednesday = new(2026, 3, 4, 9, 10, 0, TimeSpan.Zero);

    private readonly ArchiveFixture _fixture = new();
    private readonly FakeTimeProvider _clock = new(Wednesday);
    private readonly MemoryArchive _index = new();
    private readonly MemoryRunLog _runs = new();
    private readonly Owners _owners = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ISavedSearches Saved => _fixture.Services.GetRequiredService<ISavedSearches>();

    private AuditTrail Audit => new(_fixture.Log, _clock);

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(SearchSchedule.Daily, null, true)]
    [InlineData(SearchSchedule.Daily, "2026-03-03T23:59:59Z", true)]
    [InlineData(SearchSchedule.Daily, "2026-03-04T00:00:00Z", false)]
    [InlineData(SearchSchedule.Daily, "2026-03-04T09:09:00Z", false)]
    [InlineData(SearchSchedule.Weekly, null, true)]
    [InlineData(SearchSchedule.Weekly, "2026-03-01T23:59:59Z", true)]
    [InlineData(SearchSchedule.Weekly, "2026-03-02T00:00:00Z", false)]
    [InlineData(SearchSchedule.Off, null, false)]
    [InlineData(SearchSchedule.Off, "2020-01-01T00:00:00Z", false)]
    public void Is_due_once_a_day_or_a_week_of_the_calendar(SearchSchedule schedule, string? lastRun, bool expected) =>
        Assert.Equal(expected, SearchSchedules.IsDue(schedule, lastRun is null ? null : DateTimeOffset.Parse(lastRun, null), Wednesday));

    [Fact]
    public void A_week_begins_on_Monday_and_a_Sunday_belongs_to_the_one_before()
    {
        var sunday = new DateTimeOffset(2026, 3, 8, 23, 0, 0, TimeSpan.Zero);

        Assert.False(SearchSchedules.IsDue(SearchSchedule.Weekly, Wednesday, sunday));
        Assert.True(SearchSchedules.IsDue(SearchSchedule.Weekly, sunday, sunday.AddHours(1)));
    }

    [Fact]
    public async Task Runs_what_is_due_as_its_owner_and_says_so_in_the_audit_trail()
    {
        var search = await AddAsync("carla", "wire", SearchSchedule.Daily);
        await IndexAsync(1, 2, 3);

        await RunAsync();
        _clock.Advance(TimeSpan.FromHours(5));
        await RunAsync();

        var found = await Saved.FindAsync("carla", search.Id, Stop);
        Assert.Equal((3L, 3L, null), (found?.LastRun?.Hits, found?.LastRun?.Cursor, found?.LastRun?.Since));
        var searched = Assert.Single(await Audit.ReadAsync(null, 10, Stop));
        Assert.Equal(
            (EvidenceKind.Searched, "carla", "Matter of carla", "wire", "made by schedule"),
            (searched.Kind, searched.Actor, searched.Facts.Purpose, searched.Facts.Query, searched.Facts.What));
        var run = Assert.Single(_runs.Runs);
        Assert.Equal((JobNames.RunSavedSearches, JobOutcome.Succeeded, 1L), (run.Job, run.Outcome, run.Counts["searched"]));
    }

    [Fact]
    public async Task Counts_what_came_since_the_run_that_was_looked_at()
    {
        var search = await AddAsync("carla", "wire", SearchSchedule.Daily);
        await IndexAsync(1, 2);
        await RunOnADayAsync(0);
        await IndexAsync(3, 4);
        await RunOnADayAsync(1);
        await IndexAsync(5);
        await RunOnADayAsync(2);

        var unseen = (await Saved.FindAsync("carla", search.Id, Stop))?.LastRun;
        await Saved.RecordRunAsync(search.Id, unseen! with { Looked = true }, Stop); // it ran three times
        await RunOnADayAsync(3);
        var last = (await Saved.FindAsync("carla", search.Id, Stop))?.LastRun;

        Assert.Equal((2L, 3L, 5L), (unseen!.Since, unseen.New, unseen.Cursor));
        Assert.Equal((5L, 0L, 5L), (last?.Since, last?.New, last?.Hits));
    }

    [Fact]
    public async Task An_index_that_is_rebuilt_makes_nothing_new_again()
    {
        var search = await AddAsync("carla", "wire", SearchSchedule.Daily);
        await IndexAsync(1, 2, 3, 4);
        await RunOnADayAsync(0);
        await _index.ResetAsync(Stop);
        await IndexAsync(1, 2);
        await RunOnADayAsync(1);
        await IndexAsync(3, 4, 5);
        await RunOnADayAsync(2);

        Assert.Equal((4L, 1L), ((await Saved.FindAsync("carla", search.Id, Stop))?.LastRun?.Since, (await Saved.FindAsync("carla", search.Id, Stop))?.LastRun?.New));
    }

    [Theory]
    [InlineData(SavedSearchTrouble.OwnerClosed)]
    [InlineData(SavedSearchTrouble.RoleLost)]
    public async Task Does_not_run_for_somebody_who_may_not_search_any_more_and_says_so(SavedSearchTrouble why)
    {
        var search = await AddAsync("carla", "wire", SearchSchedule.Daily);
        _owners.Troubles["carla"] = why;

        await RunAsync();

        var found = await Saved.FindAsync("carla", search.Id, Stop);
        Assert.Equal((why, null), (found?.Trouble, found?.LastRun));
        Assert.Empty(await Audit.ReadAsync(null, 10, Stop));
        Assert.Equal((JobOutcome.Succeeded, 1L), (Assert.Single(_runs.Runs).Outcome, Assert.Single(_runs.Runs).Counts["refused"]));
    }

    [Fact]
    public async Task One_that_fails_keeps_no_other_from_running_and_is_tried_again()
    {
        var unreadable = await AddAsync("ann", "nofield:x", SearchSchedule.Daily);
        var broken = await AddAsync("bob", "broken", SearchSchedule.Daily);
        var good = await AddAsync("carla", "wire", SearchSchedule.Daily);
        await IndexAsync(1);

        var error = await Assert.ThrowsAsync<JobFailedException>(RunAsync);
        _clock.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<JobFailedException>(RunAsync);

        Assert.Contains("2 saved searches could not be run", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await Saved.FindAsync("carla", good.Id, Stop))?.LastRun?.Hits);
        Assert.Equal(SavedSearchTrouble.QueryInvalid, (await Saved.FindAsync("ann", unreadable.Id, Stop))?.Trouble);
        Assert.Equal(SavedSearchTrouble.Failed, (await Saved.FindAsync("bob", broken.Id, Stop))?.Trouble);
        Assert.Equal(2, (await Audit.ReadAsync(null, 10, Stop)).Count(e => e.Actor == "bob"));
        Assert.Single(await Audit.ReadAsync(null, 10, Stop), e => e.Actor == "carla");
    }

    [Fact]
    public async Task Two_runs_at_once_make_each_search_once()
    {
        for (var i = 0; i < 20; i++)
        {
            await AddAsync("carla", $"wire {i}", SearchSchedule.Daily);
        }

        // As if one process had lost its lease and not noticed: only the claims keep them apart.
        await Task.WhenAll(Job(new MemoryLeases(_clock)).RunAsync("ann", Stop), Job(new MemoryLeases(_clock)).RunAsync("bob", Stop));

        var events = await Audit.ReadAsync(null, 100, Stop);
        Assert.Equal(20, events.Count);
        Assert.Equal(20, events.Select(e => e.Facts.Query).Distinct().Count());
    }

    [Fact]
    public async Task A_check_that_finds_nothing_due_leaves_no_run_behind()
    {
        await AddAsync("carla", "wire", SearchSchedule.Off);

        await RunAsync();

        Assert.Empty(_runs.Runs);
    }

    private RunSavedSearchesJob Job(MemoryLeases leases) => new(
        Saved,
        new SavedSearchRuns(Saved, (text, scope, _) => QueryBinder.Bind(text, scope, _clock), _index, Audit, _clock),
        _owners,
        new JobRunner(_runs, leases, Options.Create(new JobsOptions()), _clock, NullLogger<JobRunner>.Instance),
        _clock,
        NullLogger<RunSavedSearchesJob>.Instance);

    private Task RunAsync() => Job(new MemoryLeases(_clock)).RunAsync(JobNames.Schedule, Stop);

    private Task RunOnADayAsync(int day)
    {
        _clock.SetUtcNow(Wednesday.AddDays(day));
        return RunAsync();
    }

    private Task IndexAsync(params long[] sequences) => _index.ApplyAsync(
        [.. sequences.Select(s => new IndexDocument(s, Wednesday, "slack", "C1", "desk", "U1", "Ann", "wire"))], sequences[^1], Stop);

    private async Task<SavedSearch> AddAsync(string account, string query, SearchSchedule schedule)
    {
        var made = await Saved.AddAsync(account, query, $"Matter of {account}", SearchOrder.Newest, 200, Stop);
        await Saved.NameAsync(account, made.Id, query, Stop);
        await Saved.ScheduleAsync(account, made.Id, schedule, Stop);
        return made;
    }

    private sealed class Owners : ISearchOwners
    {
        public Dictionary<string, SavedSearchTrouble> Troubles { get; } = new(StringComparer.Ordinal);

        public Task<SearchOwner> ReadAsync(string account, CancellationToken cancellationToken) => Task.FromResult(
            Troubles.TryGetValue(account, out var why) ? SearchOwner.MayNot(why) : SearchOwner.May(SearchScope.Everything));
    }
}
