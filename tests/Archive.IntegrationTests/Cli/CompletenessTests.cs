using Archive.Core.Evidence;
using Archive.IntegrationTests.Pipeline;
using Archive.Tests.Completeness;
using Xunit;

namespace Archive.IntegrationTests.Cli;

public sealed class CompletenessTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly ArchiveProcess _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Days_are_shown_and_a_signed_note_is_checked_and_refused_once_it_was_changed()
    {
        var platform = new FakePlatform([.. Enumerable.Range(1, 9).Select(i => new FakeItem($"m{i}", FakeKind.Kept, Start.AddHours(5 * i), HasFile: false))], 1);
        platform.Dropped.Add(platform.Items[7]);
        var store = TestArchive.Create(FakePlatform.Accounts);
        var source = new ConfirmedSource(store.Provider, platform, FakePlatform.Accounts);
        await source.PullAsync();
        await source.ConfirmAsync();
        var note = _archive.Write("note.txt", (await source.StatementsAsync())[new DateOnly(2026, 3, 2)].Note!); // it is closed
        var forged = _archive.Write("forged.txt", (await File.ReadAllTextAsync(note, TestContext.Current.CancellationToken)).Replace("admitted 4", "admitted 5", StringComparison.Ordinal));
        var key = store.Get<NoteSigner>().Verifier.ToString();
        string[] data = ["--data", store.Folder.Path];

        Answer[] answers = [];
        await using var again = await store.ReopenAsync(() => answers =
        [
            .. new string[][]
            {
                ["completeness", .. data, "harbor", "--from", "2026-03-02", "--to", "2026-03-03", "--json"],
                ["completeness", .. data, "harbor", "--to", "2026-03-02"],
                ["completeness", .. data, "nowhere"],
                ["completeness", "harbor"],
                ["completeness", "confirm", .. data, "harbor"],
                ["verify", .. data, "--certificate", note, "--json"],
                ["verify", .. data, "--certificate", note, "--key", key, "--json"],
                ["verify", .. data, "--certificate", forged, "--json"],
                ["verify", .. data, "--json"],
            }.Select(arguments => _archive.RunAsync(arguments).GetAwaiter().GetResult()),
        ]);

        var days = answers[0].Json.GetProperty("days").EnumerateArray().ToList();
        Assert.Equal(1, answers[0].ExitCode); // a day is red
        Assert.Equal(["closed", "red"], days.Select(d => d.GetProperty("state").GetString()));
        Assert.Equal([0, 1], days.Select(d => d.GetProperty("secondRead").GetProperty("unexplained").GetInt32()));
        Assert.Equal(0, answers[1].ExitCode);
        Assert.Contains("2026-03-02", answers[1].Output, StringComparison.Ordinal);
        answers[2].FailedWith(64, "harbor");
        answers[3].FailedWith(64, "--data");
        answers[4].FailedWith(64, "harbor"); // the settings name no such source
        Assert.Equal((0, "intact"), (answers[5].ExitCode, answers[5].Json.GetProperty("result").GetString()));
        Assert.Equal((0, "intact"), (answers[6].ExitCode, answers[6].Json.GetProperty("result").GetString()));
        Assert.Equal((1, "altered"), (answers[7].ExitCode, answers[7].Json.GetProperty("result").GetString()));
        Assert.Equal((0, "intact"), (answers[8].ExitCode, answers[8].Json.GetProperty("result").GetString()));
    }
}
