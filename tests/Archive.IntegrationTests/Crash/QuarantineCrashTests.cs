using System.Text;
using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;
using Archive.Storage;
using Archive.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Crash;

/// <summary>A retry that is killed again and again admits every item once: nothing lost, nothing twice, counters that add up.</summary>
[Collection(nameof(CrashTests))]
public sealed class QuarantineCrashTests
{
    private const int Items = 2_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_as_if_it_had_never_been_killed()
    {
        var made = ArchiveProcess.NewFolder();
        await FillAsync(made);
        var took = await ArchiveProcess.RunAsync(Retry(Copy(made)));

        var random = new Random(3);
        for (var kills = 0; kills < ArchiveProcess.Kills;)
        {
            var (folder, before) = (Copy(made), kills);
            while (kills < ArchiveProcess.Kills && await ArchiveProcess.RunAndKillAsync(took * (0.3 + (random.NextDouble() * 0.7)), Retry(folder)))
            {
                kills++;
                Assert.Equal("intact", (await ArchiveProcess.AskJsonAsync("verify", "--data", folder.Path)).GetProperty("result").GetString());
            }

            if (kills == before)
            {
                took *= 0.8; // it was slower then
            }

            await ArchiveProcess.RunAsync(Retry(folder));
            var stats = await ArchiveProcess.AskJsonAsync("stats", "--data", folder.Path);
            Assert.Equal((Items, 0, 0), (stats.GetProperty("admitted").GetInt32(), stats.GetProperty("quarantined").GetInt32(), stats.GetProperty("duplicate").GetInt32()));
            await using var archive = TestArchive.Open(folder);
            await archive.AssertSoundAsync();
            Assert.Equal(Items, (await archive.ReadAllAsync()).Select(r => r.Message.NativeId).Distinct().Count());
            Assert.Equal(Items, await archive.CountHitsAsync("zebra"));
        }

        Directory.Delete(made.Path, recursive: true);
    }

    private static string[] Retry(DataFolder folder) => ["quarantine", "retry", "--data", folder.Path, "--all"];

    /// <summary>As an earlier version would have left lines that it could not read.</summary>
    private static async Task FillAsync(DataFolder folder)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Line(0), Stop);
        await ArchiveProcess.RunAsync("import", "--data", folder.Path, "--format", "jsonl", "--source", "chat", file);
        File.Delete(file);
        QuarantinedItem[] items =
        [
            .. Enumerable.Range(1, Items - 1).Select(i => new QuarantinedItem($"m{i}", "", DateTimeOffset.UnixEpoch.AddDays(i % 90), "unreadable: Line 3: unknown.", Encoding.UTF8.GetBytes(Line(i)))),
        ];
        using var archive = SqliteArchive.Open(folder, null);
        await using var services = new ServiceCollection().AddSqliteStorage(archive).BuildServiceProvider();
        var page = new PreparedPage(
            "chat", "jsonlines", Provenance.Imported, DateTimeOffset.UnixEpoch, items.Length, TestArchive.Keep, "default@1", [], items, [], new Dictionary<string, string?>());
        await services.GetRequiredService<IRecordStore>().AppendAsync(page, Stop);
    }

    private static string Line(int i) =>
        $$"""{"id":"m{{i}}","conversation":"desk {{i % 7}}","sender":"alice","time":"2019-03-05T09:00:00Z","text":"zebra number {{i}} speaks"}""";

    private static DataFolder Copy(DataFolder folder)
    {
        var copy = ArchiveProcess.NewFolder();
        Directory.CreateDirectory(copy.Path);
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        }

        return copy;
    }
}
