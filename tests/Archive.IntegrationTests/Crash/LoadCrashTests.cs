using System.Text.Json;
using Archive.Storage;

namespace Archive.IntegrationTests.Crash;

/// <summary>A load that is killed again and again ends where an undisturbed one does: same records, counters, tree root, answers.</summary>
[Collection(nameof(CrashTests))]
public sealed class LoadCrashTests
{
    private static readonly string[] Words = ["client", "客户", "the"];

    [Fact]
    public async Task Ends_as_if_it_had_never_been_killed()
    {
        var calm = ArchiveProcess.NewFolder();
        var took = await ArchiveProcess.RunAsync(Load(calm));
        var expected = await StateAsync(calm);
        Assert.DoesNotContain(expected, line => line == "0");

        var random = new Random(1);
        for (var kills = 0; kills < ArchiveProcess.Kills;)
        {
            // The load ends some time between kills; then a new folder takes the rest of them.
            var (folder, before) = (ArchiveProcess.NewFolder(), kills);
            while (kills < ArchiveProcess.Kills && await ArchiveProcess.RunAndKillAsync(took * (0.3 + (random.NextDouble() * 0.7)), Load(folder)))
            {
                kills++;
            }

            if (kills == before)
            {
                took *= 0.8; // it was slower then
            }

            await ArchiveProcess.RunAsync(Load(folder));
            Assert.Equal(expected, await StateAsync(folder));
            Directory.Delete(folder.Path, recursive: true);
        }

        Directory.Delete(calm.Path, recursive: true);
    }

    /// <summary>Counters with the root, the verdict, and how often each word is found. The counters come first: a search is a leaf, too.</summary>
    private static async Task<List<string>> StateAsync(DataFolder folder)
    {
        var state = new List<string>
        {
            (await ArchiveProcess.AskJsonAsync("stats", "--data", folder.Path)).GetRawText(),
            (await ArchiveProcess.AskJsonAsync("verify", "--data", folder.Path)).GetProperty("result").GetString()!,
        };
        foreach (var word in Words)
        {
            JsonElement answer = await ArchiveProcess.AskJsonAsync("search", "--data", folder.Path, "--purpose", "test", word);
            state.Add(answer.GetProperty("total").GetRawText());
        }

        return state;
    }

    private static string[] Load(DataFolder folder) => ["demo", "--load-only", "--data", folder.Path, "--messages", "3000", "--seed", "1"];
}
