using System.Text.Json;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Search;
using Archive.IntegrationTests.Pipeline;

namespace Archive.IntegrationTests.ServerSetUp;

/// <summary>An archive that was disturbed while it was filled and cleaned up, beside one that was filled in peace and is cleaned up here.</summary>
internal sealed class SameOutcome(TestArchive calm, TestArchive disturbed)
{
    private static readonly string[] Words = ["client", "客户", "the", "transfer", "\"wire transfer\"", "转账", "from:alice", "type:edit"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="at">When the last clean-up of the disturbed archive began.</param>
    public async Task AssertAsync(HeldMessages held, DateTimeOffset at)
    {
        var captured = await calm.ReadAllAsync();
        await held.HoldAsync(calm);
        var report = await calm.Get<RetentionSweep>().RunAsync(at, "calm", null, null, Stop);
        Assert.True(report.Failed == 0 && report.Held > 10 && report.Disposed > report.Held, report.ToString());

        var kept = await disturbed.ReadAllAsync();
        AssertWhatIsDueIsGone(captured, kept, held, DateOnly.FromDateTime(at.UtcDateTime));
        Assert.Equal(IdentitiesOf(await calm.ReadAllAsync()), IdentitiesOf(kept));
        var (expected, found) = (await calm.Records.ReadStatisticsAsync(Stop), await disturbed.Records.ReadStatisticsAsync(Stop));
        Assert.Equal(
            (expected.Records, expected.Admitted, expected.Quarantined, expected.Redacted), (found.Records, found.Admitted, found.Quarantined, found.Redacted));
        Assert.Equal(captured.Count, found.Admitted); // also: nothing came a second time after it was disposed of
        await AssertToldOnceAsync(kept, found);
        await AssertIndexIsStoreAsync(kept);
    }

    /// <summary>Without asking the guard, as far as that goes: what is kept although it is due belongs to a matter, and everything of a matter is kept.</summary>
    private static void AssertWhatIsDueIsGone(IReadOnlyList<StoredRecord> captured, IReadOnlyList<StoredRecord> kept, HeldMessages held, DateOnly day)
    {
        var left = IdentitiesOf(kept).ToHashSet(StringComparer.Ordinal);
        var due = captured.Where(record => record.Retention.Policy.Action == RetentionAction.Dispose && record.Retention.KeepUntil <= day).ToList();
        Assert.All(captured.Except(due).Concat(due.Where(held.Concern)), record => Assert.Contains(IdentityOf(record), left));
        var gone = due.Where(record => !left.Contains(IdentityOf(record))).ToList();
        Assert.Equal(captured.Count - kept.Count, gone.Count);
        Assert.All(due.Except(gone).Where(record => record.Message.Conversation.Kind == ConversationKind.Channel), record => Assert.True(held.Concern(record), "Due, not held, and still there."));
    }

    /// <summary>Each record that is gone stands in one entry of the evidence log, and none that is there.</summary>
    private async Task AssertToldOnceAsync(IReadOnlyList<StoredRecord> kept, RecordStatistics statistics)
    {
        var told = new List<long>();
        foreach (var entry in await disturbed.Get<IEvidenceLog>().ReadAsync([EvidenceKind.Disposition], null, int.MaxValue, Stop))
        {
            using var body = JsonDocument.Parse(entry.Body);
            told.AddRange(body.RootElement.GetProperty("records").EnumerateArray().Select(record => record.GetInt64()));
        }

        var present = kept.Select(record => record.Sequence).ToHashSet();
        var gone = Enumerable.Range(1, (int)statistics.LastSequence).Select(sequence => (long)sequence).Where(sequence => !present.Contains(sequence));
        Assert.Equal(gone, told.Order());
    }

    private async Task AssertIndexIsStoreAsync(IReadOnlyList<StoredRecord> kept)
    {
        Assert.Empty(await disturbed.Index.ReadPendingRemovalsAsync(Stop));
        var found = new List<long>();
        await foreach (var piece in disturbed.Index.ReadMatchesAsync(new BoundQuery(null, SearchScope.Everything), Stop))
        {
            found.AddRange(piece);
        }

        Assert.Equal(kept.Select(record => record.Sequence), found);
        foreach (var word in Words)
        {
            Assert.Equal(await calm.CountHitsAsync(word), await disturbed.CountHitsAsync(word));
        }
    }

    private static List<string> IdentitiesOf(IEnumerable<StoredRecord> records) => [.. records.Select(IdentityOf).Order(StringComparer.Ordinal)];

    private static string IdentityOf(StoredRecord record) => $"{record.Source} {record.Message.NativeId} {record.Message.Revision} {record.Message.Text}";
}
