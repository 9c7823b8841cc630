using Archive.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Storage;

/// <summary>What every store tells of runs.</summary>
public abstract class JobRunLogContract : StoreContract
{
    private static readonly Dictionary<string, long> Counts = new() { ["received"] = 7 };

    private IJobRunLog Runs => Archive.Services.GetRequiredService<IJobRunLog>();

    [Fact]
    public async Task Finds_the_first_run_and_the_last_success_however_many_came_since()
    {
        await RunAsync("pull", "other", JobOutcome.Succeeded);
        await RunAsync("confirm", "desk", JobOutcome.Succeeded);
        var first = await RunAsync("pull", "desk", JobOutcome.Failed);
        await RunAsync("pull", "desk", JobOutcome.Succeeded);
        var good = await RunAsync("pull", "desk", JobOutcome.Succeeded);
        for (var i = 0; i < 1_600; i++)
        {
            await RunAsync("pull", "desk", i % 7 == 0 ? JobOutcome.Interrupted : JobOutcome.Failed);
        }

        await RunAsync("pull", "other", JobOutcome.Succeeded);
        await Runs.StartAsync("pull", "desk", "schedule", Stop);

        var (oldest, last) = (await Runs.FindFirstAsync("pull", "desk", Stop), await Runs.FindLastSuccessAsync("pull", "desk", Stop));

        Assert.Equal((first, JobOutcome.Failed, "desk"), (oldest?.Id, oldest?.Outcome, oldest?.Source));
        Assert.Equal((good, JobOutcome.Succeeded, 7), (last?.Id, last?.Outcome, last?.Counts["received"]));
        Assert.NotNull(last?.FinishedAt);
    }

    [Fact]
    public async Task Finds_nothing_where_nothing_ran_or_succeeded()
    {
        await RunAsync("pull", "desk", JobOutcome.Failed);
        await Runs.StartAsync("pull", "desk", "schedule", Stop);

        Assert.Null(await Runs.FindLastSuccessAsync("pull", "desk", Stop));
        Assert.Null(await Runs.FindFirstAsync("pull", "elsewhere", Stop));
    }

    private async Task<long> RunAsync(string job, string source, JobOutcome outcome)
    {
        var id = await Runs.StartAsync(job, source, "schedule", Stop);
        await Runs.FinishAsync(id, outcome, Counts, null, Stop);
        return id;
    }
}
