using System.Reflection;
using Archive.Storage;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>A disk that fills up. SQLite's own limit of pages gives the same error as a full disk, at the same places, on every machine.</summary>
public sealed class DiskFullTests
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const int NoLimit = 1_000_000_000;

    [Theory]
    [InlineData("records.db", 60)]
    [InlineData("keys.db", 30)]
    public async Task Says_so_loses_nothing_and_goes_on_when_there_is_space(string file, int pages)
    {
        await using var archive = TestArchive.Create([ScriptedConnector.Account("desk-chat")]);
        var connector = new ScriptedConnector("desk-chat", 100, 50);

        Limit(archive, file, pages);
        var failure = await Assert.ThrowsAsync<StorageException>(() => archive.PullAsync(connector));

        Assert.Equal(StorageFailure.Full, failure.Kind);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        var stored = (await archive.ReadAllAsync()).Count;
        Assert.InRange(stored, 50, 4_950);
        Assert.Equal(0, stored % 50);

        Limit(archive, file, NoLimit);
        await archive.PullAsync(connector);

        Assert.Equal(5_000, await archive.CountHitsAsync("common"));
        Assert.Equal(Enumerable.Range(1, 5_000).Select(n => (long)n), (await archive.ReadAllAsync()).Select(r => r.Sequence));
        await archive.AssertSoundAsync();
    }

    /// <summary>The limit belongs to the connection that writes, which the archive rightly shows to nobody.</summary>
    private static void Limit(TestArchive archive, string file, int pages)
    {
        var engine = archive.Storage.GetType().GetProperty("Engine", Any)!.GetValue(archive.Storage)!; // named in RecordArchive
        var database = engine.GetType().GetField(file == "keys.db" ? "_keys" : "_writer", Any)!.GetValue(engine)!; // named in SqliteEngine
        database.GetType().GetMethod("Execute", Any)!.Invoke(database, [$"pragma max_page_count={pages}"]); // named in SqliteDatabase
    }
}
