using System.Text;
using System.Text.RegularExpressions;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;
using Archive.Storage;
using Archive.Tests.Storage;
using Microsoft.Data.Sqlite;

namespace Archive.IntegrationTests.Crash;

/// <summary>A clean-up that is killed again and again disposes of what is due, keeps what is held, and leaves nothing of it in any file.</summary>
[Collection(nameof(CrashTests))]
public sealed class RetentionCrashTests
{
    private const int Slots = 126;
    private const int SlotBytes = 32;

    [Fact]
    public async Task Disposes_of_exactly_what_is_due_and_not_held_without_a_trace()
    {
        var loaded = ArchiveProcess.NewFolder();
        await ArchiveProcess.RunAsync("demo", "--load-only", "--data", loaded.Path, "--messages", "3000", "--seed", "1");
        await HoldAsync(loaded);
        string[] at = ["--at", TimeProvider.System.GetUtcNow().ToString("O")]; // a day that begins meanwhile makes more due
        var plan = await ArchiveProcess.AskJsonAsync(["retention", "simulate", "--data", loaded.Path, .. at]);
        var (due, held) = (plan.GetProperty("due").GetInt64(), plan.GetProperty("held").GetInt64());
        Assert.True(due > 500 && held > 5, $"due {due}, held {held}");
        var took = await ArchiveProcess.RunAsync(["retention", "run", "--data", Copy(loaded).Path, .. at]);

        var random = new Random(2);
        for (var kills = 0; kills < ArchiveProcess.Kills;)
        {
            var (folder, earlier) = (Copy(loaded), kills);
            var before = await BeforeAsync(Copy(loaded));
            while (kills < ArchiveProcess.Kills
                && await ArchiveProcess.RunAndKillAsync(took * (0.5 + (random.NextDouble() * 0.5)), ["retention", "run", "--data", folder.Path, .. at]))
            {
                kills++;
            }

            if (kills == earlier)
            {
                took *= 0.8; // it was slower then
            }

            var last = await ArchiveProcess.AskJsonAsync(["retention", "run", "--data", folder.Path, .. at]);
            Assert.Equal(held, last.GetProperty("held").GetInt64());
            Assert.Equal(0, last.GetProperty("failed").GetInt64());
            var after = await ArchiveProcess.AskJsonAsync(["retention", "simulate", "--data", folder.Path, .. at]);
            Assert.Equal((held, 0, held), (after.GetProperty("due").GetInt64(), after.GetProperty("disposed").GetInt64(), after.GetProperty("held").GetInt64()));
            Assert.Equal(before.Records.Count - (due - held), (await ArchiveProcess.AskJsonAsync("stats", "--data", folder.Path)).GetProperty("records").GetInt64());
            await AssertNoTraceAsync(folder, before);
        }

        Directory.Delete(loaded.Path, recursive: true);
    }

    private static async Task AssertNoTraceAsync(DataFolder folder, Before before)
    {
        await using var archive = TestArchive.Open(folder);
        await archive.AssertSoundAsync();
        var kept = (await archive.ReadAllAsync()).ToDictionary(r => r.Sequence);
        var gone = before.Records.Where(r => !kept.ContainsKey(r.Sequence)).ToList();
        Assert.NotEmpty(gone);
        var keptTexts = string.Join('\n', kept.Values.Select(r => r.Message.Text)).ToLowerInvariant();
        string[] goneWords = [.. gone.SelectMany(r => Words(r.Message.Text)).Distinct().Where(w => !keptTexts.Contains(w, StringComparison.Ordinal))];
        Assert.NotEmpty(goneWords);
        var traces = gone.Select(r => before.Bodies[r.Sequence]).Concat(gone.Select(r => before.Keys[r.Sequence]))
            .Concat(goneWords.Select(Encoding.UTF8.GetBytes));

        Assert.Empty(DiskFiles.Find(folder, [.. traces]));
        foreach (var word in goneWords.Take(20))
        {
            Assert.Equal(0, await archive.CountHitsAsync(word));
        }

        foreach (var word in kept.Values.SelectMany(r => Words(r.Message.Text)).Distinct().Take(30))
        {
            Assert.True(await archive.CountHitsAsync(word) > 0, word);
        }
    }

    /// <summary>A person who wrote something that is due.</summary>
    private static async Task HoldAsync(DataFolder folder)
    {
        await using var archive = TestArchive.Open(Copy(folder));
        var register = RegisterFile.Read(await File.ReadAllBytesAsync(folder.Register, TestContext.Current.CancellationToken));
        var sender = (await archive.ReadAllAsync()).Where(r => r.Retention.KeepUntil < new DateOnly(2026, 1, 1) && r.Message.Sender.Kind == ParticipantKind.Member)
            .GroupBy(r => r.Message.Sender.Id).MaxBy(g => g.Count())!.Key; // the corpus has seven years
        var person = register.First(a => a.AccountId == sender).PersonId;
        await ArchiveProcess.RunAsync("hold", "add", "--data", folder.Path, "--matter", "M-1", "--person", person);
    }

    private static async Task<Before> BeforeAsync(DataFolder folder)
    {
        await using var archive = TestArchive.Open(folder);
        var records = await archive.ReadAllAsync();
        var keys = new Dictionary<long, byte[]>();
        foreach (var (page, slots) in Rows(folder.Keys, "select page_index, slots from page"))
        {
            for (var slot = 0; slot < Slots; slot++)
            {
                keys[(page * Slots) + slot] = slots[(slot * SlotBytes)..((slot + 1) * SlotBytes)];
            }
        }

        // The first 24 bytes of a ciphertext stay on the row's own page.
        return new Before(records, Rows(folder.Records, "select sequence, body from record").ToDictionary(r => r.Key, r => r.Value[..24]), keys);
    }

    private static List<(long Key, byte[] Value)> Rows(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<(long Key, byte[] Value)>();
        while (reader.Read())
        {
            rows.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        }

        return rows;
    }

    private static IEnumerable<string> Words(string text) =>
        Regex.Matches(text.ToLowerInvariant(), "(?<![a-z0-9])[a-z]{7,}(?![a-z0-9])", RegexOptions.None, TimeSpan.FromSeconds(30)).Select(m => m.Value);

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

    private sealed record Before(IReadOnlyList<StoredRecord> Records, IReadOnlyDictionary<long, byte[]> Bodies, IReadOnlyDictionary<long, byte[]> Keys);
}
