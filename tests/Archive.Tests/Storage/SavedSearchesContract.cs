using System.Text;
using Archive.Core.Search;
using Archive.Core.Search.Saved;
using Archive.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Archive.Tests.Storage;

public abstract class SavedSearchesContract : StoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    private ISavedSearches Saved => Archive.Services.GetRequiredService<ISavedSearches>();

    [Fact]
    public async Task Keeps_everything_over_a_restart()
    {
        var made = await AddAsync("carla", "转账 OR wire", "Matter 4711");
        await Saved.NameAsync("carla", made.Id, "Wires", Stop);
        await Saved.ScheduleAsync("carla", made.Id, SearchSchedule.Weekly, Stop);
        await Saved.RecordRunAsync(made.Id, new SavedSearchRun(Noon, 900, 12, 800, 3), Stop);
        await Saved.MarkAsync("carla", made.Id, 17, true, Stop);
        Archive.Close();

        var found = await Saved.FindAsync("carla", made.Id, Stop);

        Assert.Equal(
            made with { Name = "Wires", Schedule = SearchSchedule.Weekly, LastRun = new SavedSearchRun(Noon, 900, 12, 800, 3), Marks = 1 }, found);
        Assert.Equal([17], await Saved.ReadMarksAsync("carla", made.Id, Stop));
        Assert.Equal([made.Id], (await Saved.ReadScheduledAsync(Stop)).Select(s => s.Id));
    }

    [Fact]
    public async Task Answers_nothing_to_anybody_but_the_maker()
    {
        var made = await AddAsync("carla", "wire");
        await Saved.MarkAsync("carla", made.Id, 5, true, Stop);

        Assert.Null(await Saved.FindAsync("clemens", made.Id, Stop));
        Assert.Empty(await Saved.ReadHistoryAsync("clemens", 10, Stop));
        Assert.False(await Saved.NameAsync("clemens", made.Id, "Mine", Stop));
        Assert.False(await Saved.OrderAsync("clemens", made.Id, SearchOrder.Oldest, Stop));
        Assert.False(await Saved.MarkAsync("clemens", made.Id, 6, true, Stop));
        Assert.False(await Saved.MarkAsync("clemens", made.Id, 5, false, Stop));
        Assert.Empty(await Saved.ReadMarksAsync("clemens", made.Id, Stop));
        Assert.False(await Saved.DeleteAsync("clemens", made.Id, Stop));
        Assert.Equal([5], await Saved.ReadMarksAsync("carla", made.Id, Stop));
    }

    [Fact]
    public async Task Holds_no_query_purpose_or_name_in_the_clear()
    {
        var made = await AddAsync("carla", "secretqueryword", "secretpurposeword");
        await Saved.NameAsync("carla", made.Id, "secretnameword", Stop);
        Archive.Close();

        var files = Archive.RawFiles().ToList();

        Assert.Contains(files, bytes => Encoding.Latin1.GetString(bytes).Contains("carla", StringComparison.Ordinal));
        Assert.All(files, bytes => Assert.DoesNotContain("secret", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_a_text_that_was_moved_to_another_search()
    {
        var mine = await AddAsync("carla", "mine");
        var other = await AddAsync("clemens", "other");
        Assert.Equal(
            1,
            Archive.AttackSearches(
                $"update saved_search set query = (select query from saved_search where public_id = '{other.Id}') where public_id = '{mine.Id}'"));

        var error = await Assert.ThrowsAsync<StorageException>(() => Saved.FindAsync("carla", mine.Id, Stop));

        Assert.Equal(StorageFailure.Corrupt, error.Kind);
    }

    [Fact]
    public async Task Forgets_the_oldest_of_a_history_but_none_with_a_name_or_marks()
    {
        var named = await AddAsync("carla", "named");
        var marked = await AddAsync("carla", "marked");
        await Saved.NameAsync("carla", named.Id, "Kept", Stop);
        await Saved.MarkAsync("carla", marked.Id, 3, true, Stop);
        await AddAsync("clemens", "another person's");
        for (var i = 0; i < 7; i++)
        {
            await AddAsync("carla", $"query {i}", keep: 3);
        }

        // The one with marks is among the three newest no more, and stays all the same.
        Assert.Equal(
            ["query 6", "query 5", "query 4", "marked", "named"],
            (await Saved.ReadHistoryAsync("carla", 50, Stop)).Select(s => s.Query));
        Assert.Single(await Saved.ReadHistoryAsync("clemens", 50, Stop));
    }

    [Fact]
    public async Task Takes_marks_away_one_by_one_and_all_with_the_search()
    {
        var made = await AddAsync("carla", "wire");
        foreach (var sequence in new long[] { 9, 4, 9 })
        {
            Assert.True(await Saved.MarkAsync("carla", made.Id, sequence, true, Stop));
        }

        Assert.Equal([4, 9], await Saved.ReadMarksAsync("carla", made.Id, Stop));
        Assert.True(await Saved.MarkAsync("carla", made.Id, 4, false, Stop));
        Assert.Equal([9], await Saved.ReadMarksAsync("carla", made.Id, Stop));
        Assert.True(await Saved.DeleteAsync("carla", made.Id, Stop));
        Assert.Empty(await Saved.ReadMarksAsync("carla", made.Id, Stop));
        Assert.Null(await Saved.FindAsync("carla", made.Id, Stop));
    }

    [Fact]
    public async Task Gives_a_due_search_to_one_runner_until_it_is_done_or_its_time_is_over()
    {
        var made = await AddAsync("carla", "wire");
        await Saved.NameAsync("carla", made.Id, "Wires", Stop);
        await Saved.ScheduleAsync("carla", made.Id, SearchSchedule.Daily, Stop);
        var due = Assert.Single(await Saved.ReadScheduledAsync(Stop));

        Assert.True(await Saved.ClaimAsync(due, Noon, Noon.AddMinutes(30), Stop));
        Assert.False(await Saved.ClaimAsync(due, Noon.AddMinutes(5), Noon.AddMinutes(35), Stop));
        Assert.True(await Saved.ClaimAsync(due, Noon.AddMinutes(30), Noon.AddMinutes(60), Stop));
        await Saved.ReleaseAsync(due.Id, Noon.AddMinutes(31), SavedSearchTrouble.None, Stop);
        Assert.False(await Saved.ClaimAsync(due, Noon.AddMinutes(32), Noon.AddMinutes(62), Stop));
        Assert.Equal(Noon.AddMinutes(31), Assert.Single(await Saved.ReadScheduledAsync(Stop)).ScheduledRunAt);
    }

    [Fact]
    public async Task Schedules_only_what_has_a_name()
    {
        var made = await AddAsync("carla", "wire");

        Assert.False(await Saved.ScheduleAsync("carla", made.Id, SearchSchedule.Daily, Stop));
        Assert.Empty(await Saved.ReadScheduledAsync(Stop));
    }

    private Task<SavedSearch> AddAsync(string account, string query, string purpose = "Internal audit", int keep = 200) =>
        Saved.AddAsync(account, query, purpose, SearchOrder.Newest, keep, Stop);
}
