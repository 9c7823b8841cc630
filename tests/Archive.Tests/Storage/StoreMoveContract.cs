using System.Security.Cryptography;
using Archive.Core.Audit;
using Archive.Core.Consent;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Retention;
using Archive.Core.Search;
using Archive.Core.Search.Saved;
using Archive.Storage;
using Archive.Storage.Moving;
using Microsoft.Extensions.DependencyInjection;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.Tests.Storage;

/// <summary>What moving from one engine to another promises; a class for each pair of engines.</summary>
public abstract class StoreMoveContract : StoreContract
{
    private const int Messages = 5_200; // more than two portions
    private static readonly DateOnly Day = new(2026, 1, 1);
    private static readonly byte[] File = RandomNumberGenerator.GetBytes(70_000);
    private StoreFixture? _target;

    protected StoreFixture Target => _target ?? throw new InvalidOperationException("The test has not begun.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _target = await NewTargetAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _target?.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    [Fact]
    public async Task Carries_over_everything_and_the_tree()
    {
        await FillAsync();
        await CloseSourceAsync();
        var before = await ReadAsync(Archive.OpenArchiveToRead(), Archive);

        Copy();
        await FinishAsync();

        var after = await ReadAsync(Target.OpenArchiveToRead(), Target);
        Assert.Equal(before, after);
        Assert.Equal(Archive.ReadKeyPages().Select(Convert.ToHexString), Target.ReadKeyPages().Select(Convert.ToHexString));
        Assert.Equal(VerificationResult.Intact, (await Target.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Goes_on_where_the_old_one_ended()
    {
        await FillAsync();
        await CloseSourceAsync();
        Copy();
        await FinishAsync();
        Assert.Contains("was moved", Assert.Throws<StorageException>(() => Archive.OpenArchive(null, ArchiveUse.EndMove)).Message, StringComparison.Ordinal);

        var again = await Target.AppendAsync(Stop, Item("C1:7", "text 7"), Item("C1:20", "disposed of"), Item("C9:1", "neu", "U9", "C9"));
        var page = Page([Item("X:1", "another source", "U1", "X")]) with { Source = "teams", Platform = "teams" };
        await Target.Records.AppendAsync(page, Stop);
        var kept = await Target.Dispositions.DisposeAsync([7, 8], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);
        var run = await Target.Services.GetRequiredService<IJobRunLog>().StartAsync("pull", "slack", "carol", Stop);
        var search = await Target.Services.GetRequiredService<ISavedSearches>().AddAsync("carol", "again", "review", SearchOrder.Newest, 10, Stop);

        Assert.Equal((1, 2), (again.Records.Count, again.Duplicates));
        Assert.Equal(Messages + 2, Assert.Single(again.Records).Sequence);
        Assert.Equal(8, Assert.Single(kept.Disposed)); // 7 is held
        Assert.Equal(2, run);
        Assert.Equal(2, (await Target.Services.GetRequiredService<ISavedSearches>().ReadHistoryAsync("carol", 10, Stop)).Count);
        Assert.NotNull(search);
        Assert.Equal("p1", (await Target.Records.ReadCursorAsync("slack", Stop)).Parts["position"]);
        Assert.Equal(VerificationResult.Intact, (await Target.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Goes_on_where_it_was_stopped()
    {
        await FillAsync();
        await CloseSourceAsync();
        var before = await ReadAsync(Archive.OpenArchiveToRead(), Archive);
        var portions = 0;
        for (var stopAfter = 1; ; stopAfter++)
        {
            var left = stopAfter;
            try
            {
                Copy(_ =>
                {
                    portions++;
                    if (--left == 0)
                    {
                        throw new TimeoutException();
                    }
                });
                break;
            }
            catch (TimeoutException)
            {
                Assert.Throws<StorageException>(() => Target.OpenArchiveToRead());
                Assert.Throws<StorageException>(() => Target.OpenArchive(null));
            }
        }

        await FinishAsync();
        Assert.Equal(before, await ReadAsync(Target.OpenArchiveToRead(), Target));
        Assert.Equal(VerificationResult.Intact, (await Target.VerifyAsync(Stop)).Result);
        Assert.InRange(portions, 12, 40); // none was copied twice
    }

    [Fact]
    public async Task Nothing_more_is_written_to_what_was_moved()
    {
        await FillAsync();
        using (var beside = Archive.OpenArchive(null))
        {
            await using var services = Archive.Provide(beside);
            await CloseSourceAsync();
            if (IsSourceShared)
            {
                var refused = await Assert.ThrowsAsync<StorageException>(() => services.GetRequiredService<IRecordStore>().AppendAsync(Page([Item("C1:late", "late")]), Stop));
                Assert.Equal(StorageFailure.Refused, refused.Kind);
            }
        }

        var error = Assert.Throws<StorageException>(() => Archive.OpenArchive(null));
        Assert.Contains("archive move --undo", error.Message, StringComparison.Ordinal);
        using var archive = Archive.OpenArchiveToRead();
        Assert.Equal(Messages, (await Archive.Provide(archive).GetRequiredService<IRecordStore>().ReadLastSequenceAsync(Stop)) - 1);
    }

    [Fact]
    public async Task Can_be_taken_back_and_both_turns_stand_in_the_log()
    {
        await FillAsync();
        await CloseSourceAsync();
        Copy();

        using (var archive = Archive.OpenArchive(null, ArchiveUse.EndMove))
        {
            await StoreMove.ReopenAsync(archive, "owner", TimeProvider.System, Stop);
        }

        await Archive.AppendAsync(Stop, Item("C1:late", "late"));
        var said = (await new AuditTrail(Archive.Log, TimeProvider.System).ReadAsync(null, 2, Stop)).Select(e => e.Facts.What);
        Assert.Equal(["the archive is not moved after all", "the archive is moved to a test"], said);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
        Archive.Close();
        Assert.Contains("is not being moved", Assert.Throws<StorageException>(() => Archive.OpenArchive(null, ArchiveUse.EndMove)).Message, StringComparison.Ordinal);

        // What was copied before is part of another log now.
        await CloseSourceAsync();
        Assert.Contains("another move", Assert.Throws<StorageException>(() => Copy()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_touch_an_archive_that_is_there_or_one_with_another_key()
    {
        await FillAsync();
        await CloseSourceAsync();
        await Target.AppendAsync(Stop, Item("C1:1", "mine"));
        Target.Close();
        Assert.Contains("holds an archive already", Assert.Throws<StorageException>(() => Copy(takeKey: false)).Message, StringComparison.Ordinal);
        Assert.Equal(VerificationResult.Intact, (await Target.VerifyAsync(Stop)).Result);

        using var other = await NewTargetAsync();
        Directory.CreateDirectory(other.Folder.Path);
        await System.IO.File.WriteAllTextAsync(other.Folder.MasterKey, Convert.ToBase64String(new byte[32]), Stop);
        using var source = Archive.OpenArchiveToRead();
        using var empty = other.OpenArchive(null, ArchiveUse.Fill);
        Assert.Contains("another key", Assert.Throws<StorageException>(() => StoreMove.Copy(source, empty, null, Stop)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_only_what_is_closed()
    {
        await FillAsync();
        Archive.Close();

        Assert.Contains("is not being moved", Assert.Throws<StorageException>(() => Copy()).Message, StringComparison.Ordinal);
    }

    protected abstract Task<StoreFixture> NewTargetAsync();

    /// <summary>Whether other processes may have the source open for writing, which the lock of a data folder keeps out.</summary>
    protected abstract bool IsSourceShared { get; }

    private async Task FillAsync()
    {
        var items = Enumerable.Range(1, Messages).Select(i => Item($"C1:{i}", $"text {i} 保本 \u0000", $"U{i % 3}")).ToList();
        var attachment = new Attachment("F1", "q4.csv", "text/csv", File.Length, AttachmentState.Stored, Convert.ToHexStringLower(SHA256.HashData(File)), null);
        items[99] = items[99] with { Message = items[99].Message with { Attachments = [attachment] }, Files = new Dictionary<string, FileBytes> { ["F1"] = FileBytes.Of(File) } };
        var direct = Item("D1:1", "hello");
        var members = new[] { new Participant("U1", "One \u0000", ParticipantKind.Member), new Participant("U2", "", ParticipantKind.Member) };
        items.Add(direct with { Message = direct.Message with { Conversation = new Conversation("D1", "", ConversationKind.Direct, members) } });
        var quarantined = new QuarantinedItem("C1:q", "", DateTimeOffset.UnixEpoch, "unreadable: x", "raw"u8.ToArray());
        var turnedAway = new TurnedAway(18_326, IntakeOutcome.Refused, "NotRegistered", 3);
        await Archive.Records.AppendAsync(
            Page(items, [quarantined, quarantined with { NativeId = "C1:discarded" }], [turnedAway], new Dictionary<string, string?> { ["position"] = "p1" }) with
            {
                Consents = [new ConsentChange("C1", "wm1", ConsentStanding.Declined, DateTimeOffset.UnixEpoch), new ConsentChange("C1", "wm1", ConsentStanding.Default, DateTimeOffset.UnixEpoch.AddDays(1))],
            },
            Stop);
        var again = new RetriedItem(1, [], [], "redaction failed: y");
        await Archive.Quarantine.SettleAsync(new RetriedBatch(Page([]), [again]), "olga", DateTimeOffset.UnixEpoch, Stop);
        var proposal = await Archive.Quarantine.ProposeAsync([2], "of no use", "carol", DateTimeOffset.UnixEpoch, Stop);
        await Archive.Quarantine.ApproveAsync(proposal.Id, new Dictionary<long, KnownOfItem>(), "paul", DateTimeOffset.UnixEpoch, Stop);
        await Archive.Holds.PlaceAsync("carol", "matter", HoldSubject.Record, "7", Stop);
        await Archive.Dispositions.DisposeAsync([20, 21, 4_321], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);
        var runs = Archive.Services.GetRequiredService<IJobRunLog>();
        await runs.FinishAsync(await runs.StartAsync("pull", "slack", "schedule", Stop), JobOutcome.Succeeded, new Dictionary<string, long> { ["received"] = 5 }, null, Stop);
        var saved = Archive.Services.GetRequiredService<ISavedSearches>();
        var search = await saved.AddAsync("carol", "转账", "Matter 1", SearchOrder.Oldest, 10, Stop);
        await saved.MarkAsync("carol", search.Id, 17, true, Stop);
        var sources = Archive.Services.GetRequiredService<IStoredSources>();
        await sources.TryAddAsync(new StoredSource("desk", "slack", new Dictionary<string, string> { ["Token"] = "xoxp-1" }), Stop);
    }

    private async Task CloseSourceAsync()
    {
        Archive.Close();
        using var archive = Archive.OpenArchive(null);
        await StoreMove.CloseAsync(archive, "a test", "owner", TimeProvider.System, Stop);
    }

    private void Copy(Action<MovePortion>? progress = null, bool takeKey = true)
    {
        Directory.CreateDirectory(Target.Folder.Path);
        if (takeKey)
        {
            System.IO.File.Copy(Archive.Folder.MasterKey, Target.Folder.MasterKey, overwrite: true);
        }

        using var source = Archive.OpenArchiveToRead();
        using var target = Target.OpenArchive(null, ArchiveUse.Fill);
        StoreMove.Copy(source, target, progress is null ? null : new Told(progress), Stop);
    }

    private async Task FinishAsync()
    {
        using (var source = Archive.OpenArchive(null, ArchiveUse.EndMove))
        {
            await StoreMove.LeaveAsync(source, Stop);
        }

        using var target = Target.OpenArchive(null, ArchiveUse.Fill);
        StoreMove.Finish(target);
    }

    /// <summary>Everything that can be read of an archive, as text.</summary>
    private static async Task<string> ReadAsync(RecordArchive archive, StoreFixture fixture)
    {
        using var opened = archive;
        await using var services = fixture.Provide(archive);
        var records = services.GetRequiredService<IRecordStore>();
        var all = await records.ReadAfterAsync(0, int.MaxValue, Stop);
        var entries = await services.GetRequiredService<IEvidenceLog>().ReadAsync([], null, int.MaxValue, Stop);
        var saved = services.GetRequiredService<ISavedSearches>();
        var search = Assert.Single(await saved.ReadHistoryAsync("carol", 10, Stop));
        return string.Join('\n',
        [
            (await records.ReadStatisticsAsync(Stop)).ToString(),
            .. all.Select(r => $"{r.Sequence} {r.LeafIndex} {r.Source} {r.Message.NativeId} {r.Message.Text} {r.Message.Sender} {r.Retention} {r.Message.Conversation.Name}"),
            .. entries.Select(e => e.ToString()),
            .. (await records.ReadIntakeAsync("slack", Stop)).Select(c => c.ToString()),
            Convert.ToHexString(SHA256.HashData((await records.ReadAttachmentAsync(100, "F1", Stop))!)),
            .. (await Quarantined(services)).Select(i => $"{i.Record} {Convert.ToHexString(i.Raw.Span)}"),
            search.ToString(),
            string.Join(',', await saved.ReadMarksAsync("carol", search.Id, Stop)),
            .. (await services.GetRequiredService<IStoredSources>().ReadAsync(Stop)).Select(s => $"{s} {s.Settings["Token"]}"),
            .. (await services.GetRequiredService<IJobRunLog>().ReadAsync(null, null, 10, Stop)).Select(r => $"{r.Id} {r.Job} {r.Outcome} {r.Counts["received"]}"),
        ]);
    }

    private static Task<IReadOnlyList<OpenedItem>> Quarantined(IServiceProvider services) =>
        services.GetRequiredService<IQuarantine>().OpenAsync([1, 2], Stop);

    private sealed class Told(Action<MovePortion> tell) : IProgress<MovePortion>
    {
        public void Report(MovePortion value) => tell(value);
    }
}
