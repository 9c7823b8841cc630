using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Retention;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.Tests.Storage;

public abstract class DispositionContract : StoreContract
{
    private static readonly DateOnly Day = new(2026, 1, 1);
    [Fact]
    public async Task Lists_due_records_only()
    {
        await Archive.AppendAsync(Stop, Item("C1:1", "old"), Item("C1:2", "young", year: 2026), Item("C1:3", "old"));

        var due = await Archive.Dispositions.ReadDueAsync(Day, 0, 10, Stop);

        Assert.Equal([1, 3], due.Select(d => d.Sequence));
    }

    [Fact]
    public async Task What_the_guard_holds_stays()
    {
        await Archive.AppendAsync(
            Stop, Item("C1:1", "a", "U1"), Item("C2:2", "b", "U2", "C2"), Item("C3:3", "c", "U3", "C3"), Item("C4:4", "d", "U4", "C4"), Direct("D1:5"));
        await Archive.Holds.PlaceAsync("carol", "matter", HoldSubject.Person, "U1", Stop);
        await Archive.Holds.PlaceAsync("carol", "matter", HoldSubject.Conversation, "C2", Stop);
        await Archive.Holds.PlaceAsync("carol", "matter", HoldSubject.Record, "3", Stop);

        var result = await Archive.Dispositions.DisposeAsync([1, 2, 3, 4, 5], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);

        Assert.Equal([4], result.Disposed);
        Assert.Equal([1, 2, 3, 5], result.Kept.Select(k => k.Sequence));
        Assert.Equal([1, 2, 3, 5], (await Archive.Records.ReadAsync([1, 2, 3, 4, 5], Stop)).Select(r => r.Sequence));
    }

    [Fact]
    public async Task A_released_hold_holds_no_longer()
    {
        await Archive.AppendAsync(Stop, Item("C1:1", "a"));
        var hold = await Archive.Holds.PlaceAsync("carol", "matter", HoldSubject.Conversation, "C1", Stop);

        Assert.True(await Archive.Holds.ReleaseAsync("carol", hold.Id, Stop));
        Assert.False(await Archive.Holds.ReleaseAsync("carol", hold.Id, Stop));

        Assert.Empty(await Archive.Holds.ListAsync(Stop));
        Assert.Single((await Archive.Dispositions.DisposeAsync([1], Day, "test", DateTimeOffset.UnixEpoch, null, Stop)).Disposed);
    }

    [Fact]
    public async Task Nobody_deletes_before_the_minimum_is_over_whatever_day_they_name()
    {
        await Archive.AppendAsync(Stop, Item("C1:1", "young", year: TimeProvider.System.GetUtcNow().Year));

        var result = await Archive.Dispositions.DisposeAsync([1], new DateOnly(2050, 1, 1), "test", DateTimeOffset.UnixEpoch, null, Stop);

        Assert.Empty(result.Disposed);
        Assert.Equal("minimum not over", Assert.Single(result.Kept).Decision.Reason);
    }

    [Fact]
    public async Task Earlier_proofs_still_verify_and_a_disposed_message_does_not_come_back()
    {
        await Archive.AppendAsync(Stop, [.. Enumerable.Range(1, 600).Select(i => Item($"C1:{i}", $"text {i}"))]);
        var before = await Archive.Records.ReadStatisticsAsync(Stop);
        var proof = await ProveAsync(7);

        await Archive.Dispositions.DisposeAsync([8], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);
        var again = await Archive.AppendAsync(Stop, Item("C1:8", "text 8"));

        Assert.Empty(again.Records);
        Assert.Equal(1, again.Duplicates);
        var after = await ProveAsync(7);
        Assert.Equal(proof.Leaf, after.Leaf);
        Assert.True(MerkleTree.VerifyInclusion(7, before.TreeSize, after.Leaf, proof.Path, Convert.FromHexString(before.Root)));
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task No_key_of_a_disposed_record_is_left_in_the_raw_files()
    {
        await Archive.AppendAsync(Stop, [.. Enumerable.Range(1, 300).Select(i => Item($"C1:{i}", $"secret {i}"))]);
        Archive.Close();
        var slots = Archive.ReadKeyPages().SelectMany(p => p.Chunk(32)).ToList();
        var doomed = slots[150];
        Assert.Equal(1, Archive.CountRuns(doomed));

        await Archive.Dispositions.DisposeAsync([150], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);
        await Archive.Dispositions.CompactAsync(Stop);

        Archive.Close();
        Assert.Equal(0, Archive.CountRuns(doomed));
        Assert.Equal(1, Archive.CountRuns(slots[151]));
    }

    [Fact]
    public async Task The_evidence_entry_holds_no_content()
    {
        await Archive.AppendAsync(Stop, Item("C1:1", "very secret words", "U-secret"));

        await Archive.Dispositions.DisposeAsync([1], Day, "system:clean-up", DateTimeOffset.UnixEpoch, null, Stop);

        var entry = Assert.Single(await Archive.Log.ReadAsync([EvidenceKind.Disposition], null, 10, Stop));
        Assert.DoesNotContain("secret", entry.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("C1", entry.Body, StringComparison.Ordinal);
    }

    private static Core.Ingestion.PreparedItem Direct(string id)
    {
        var item = Item(id, "private", "U9", "D1");
        var members = new[] { new Participant("U1", "One", ParticipantKind.Member), new Participant("U9", "Nine", ParticipantKind.Member) };
        return item with { Message = item.Message with { Conversation = new Conversation("D1", "", ConversationKind.Direct, members) } };
    }

    private Task<InclusionProof> ProveAsync(long leaf) =>
        ((ILogProver)Archive.Services.GetService(typeof(ILogProver))!).ProveAsync(leaf, 600, Stop);
}
