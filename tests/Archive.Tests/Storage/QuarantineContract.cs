using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.Tests.Storage;

public abstract class QuarantineContract : StoreContract
{
    private static readonly DateTimeOffset Came = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset At = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public async Task Lists_items_in_order_without_content_page_by_page()
    {
        await FillAsync(Unreadable("C1:1"), Unreadable("C1:2"), new QuarantinedItem("C1:3", "e:1", Came, "redaction failed: 'phone' took too long", "{}"u8.ToArray()));

        var first = await Archive.Quarantine.ListAsync(QuarantineFilter.All, 0, 2, Stop);
        var rest = await Archive.Quarantine.ListAsync(QuarantineFilter.All, first[^1].Id, 2, Stop);
        var failed = await Archive.Quarantine.ListAsync(new QuarantineFilter("slack", QuarantineReasons.RedactionFailed), 0, 10, Stop);

        Assert.Equal(["C1:1", "C1:2"], first.Select(i => i.NativeId));
        Assert.Equal("C1:3", Assert.Single(rest).NativeId);
        var item = Assert.Single(failed);
        Assert.Equal(("slack", "slack", "e:1", Came, 2L, 0), (item.Source, item.Platform, item.Revision, item.Time, item.Size, item.Tries));
        Assert.Empty(await Archive.Quarantine.ListAsync(new QuarantineFilter("elsewhere"), 0, 10, Stop));
        Assert.Equal([("unreadable", 2), ("redaction failed", 1)], (await Archive.Quarantine.CountAsync(Stop)).Select(g => (g.Kind, (int)g.Count)));
    }

    [Fact]
    public async Task A_filter_that_lets_few_through_still_fills_its_page()
    {
        QuarantinedItem[] items = [.. Enumerable.Range(1, 1_200).Select(i => Unreadable($"C1:{i}"))];
        items[1_100] = items[1_100] with { Reason = "redaction failed: x" };
        await FillAsync(items);

        var found = await Archive.Quarantine.ListAsync(new QuarantineFilter(Kind: QuarantineReasons.RedactionFailed), 0, 10, Stop);

        Assert.Equal("C1:1101", Assert.Single(found).NativeId);
    }

    [Fact]
    public async Task Gives_back_the_bytes_as_they_came()
    {
        byte[] raw = [0, 255, 10, 13, .. "{\"text\":\"秘密\"}"u8];
        await FillAsync(new QuarantinedItem("C1:1", "", Came, "unreadable: x", raw), new QuarantinedItem("C1:2", "", Came, "unreadable: x", ReadOnlyMemory<byte>.Empty));

        Archive.Close();
        var opened = await Archive.Quarantine.OpenAsync([1, 2, 77], Stop);

        Assert.Equal(raw, opened[0].Raw.ToArray());
        Assert.Equal(0, opened[1].Raw.Length);
        Assert.Equal(2, opened.Count);
    }

    [Fact]
    public async Task What_is_read_again_becomes_a_record_and_its_bytes_go()
    {
        await FillAsync(Unreadable("C1:1", "the raw words"), Unreadable("C1:2"));

        var result = await SettleAsync(new RetriedItem(1, [Item("C1:1", "hello")], [], null));

        Assert.Equal((1, RetryOutcome.Admitted), Assert.Single(result.Items));
        Assert.Equal("hello", Assert.Single(await Archive.Records.ReadAsync([Assert.Single(result.Records).Sequence], Stop)).Message.Text);
        Assert.Equal(2, Assert.Single(await Archive.Quarantine.ListAsync(QuarantineFilter.All, 0, 10, Stop)).Id);
        Assert.Empty(await Archive.Quarantine.OpenAsync([1], Stop));
        await AssertCountsAsync(received: 2, admitted: 1, quarantined: 1);
        Assert.Contains(await IntakeAsync(), c => c is { Outcome: IntakeOutcome.Admitted, Count: 1 } && c.Day == new DateOnly(2020, 3, 5));
    }

    [Fact]
    public async Task Bytes_that_hold_several_messages_count_as_so_many_received()
    {
        await FillAsync(Unreadable("C1:1"));

        await SettleAsync(new RetriedItem(1, [Item("C1:1", "hello"), Item("C1:1", "👍", revision: "x:thumb")], [new TurnedAway(18_326, IntakeOutcome.Withheld, "NoConsent", 1)], null));

        var now = await AssertCountsAsync(received: 3, admitted: 2, quarantined: 0);
        Assert.Equal(1, now.Withheld);
    }

    [Fact]
    public async Task What_the_gate_refuses_is_counted_and_destroyed()
    {
        await FillAsync(Unreadable("C1:1"));

        var result = await SettleAsync(new RetriedItem(1, [], [new TurnedAway(18_326, IntakeOutcome.Refused, "NotRegistered", 1)], null));

        Assert.Equal((1, RetryOutcome.TurnedAway), Assert.Single(result.Items));
        Assert.Equal(1, (await AssertCountsAsync(received: 1, admitted: 0, quarantined: 0)).Refused);
        Assert.Empty(await Archive.Quarantine.ListAsync(QuarantineFilter.All, 0, 10, Stop));
    }

    [Fact]
    public async Task A_message_that_is_stored_already_is_a_duplicate()
    {
        await Archive.AppendAsync(Stop, Item("C1:1", "hello"));
        await FillAsync(Unreadable("C1:1"));

        var result = await SettleAsync(new RetriedItem(1, [Item("C1:1", "hello")], [], null));

        Assert.Equal((1, RetryOutcome.Duplicate), Assert.Single(result.Items));
        Assert.Equal(1, (await AssertCountsAsync(received: 2, admitted: 1, quarantined: 0)).Duplicate);
    }

    [Fact]
    public async Task What_still_cannot_be_read_stays_with_the_new_reason()
    {
        await FillAsync(Unreadable("C1:1"));

        await SettleAsync(new RetriedItem(1, [], [], "redaction failed: x"));
        var result = await SettleAsync(new RetriedItem(1, [], [], "redaction failed: y"));

        Archive.Close();
        Assert.Equal((1, RetryOutcome.Unreadable), Assert.Single(result.Items));
        var item = Assert.Single(await Archive.Quarantine.ListAsync(new QuarantineFilter(Kind: QuarantineReasons.RedactionFailed), 0, 10, Stop));
        Assert.Equal(("redaction failed: y", 2, At), (item.Reason, item.Tries, item.TriedAt));
        Assert.Equal("{}", System.Text.Encoding.UTF8.GetString(Assert.Single(await Archive.Quarantine.OpenAsync([1], Stop)).Raw.Span));
        Assert.Equal(("redaction failed", 1L), Assert.Single((await Archive.Quarantine.CountAsync(Stop)).Select(g => (g.Kind, g.Count))));
        await AssertCountsAsync(received: 1, admitted: 0, quarantined: 1);
    }

    [Fact]
    public async Task Two_who_take_the_same_items_store_them_once()
    {
        await FillAsync([.. Enumerable.Range(1, 40).Select(i => Unreadable($"C1:{i}"))]);
        RetriedItem[] items = [.. Enumerable.Range(1, 40).Select(i => new RetriedItem(i, [Item($"C1:{i}", $"text {i}")], [], null))];

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SettleAsync(items), Stop)));

        Assert.Equal(40, results.SelectMany(r => r.Items).Count(i => i.Outcome == RetryOutcome.Admitted));
        Assert.Equal(120, results.SelectMany(r => r.Items).Count(i => i.Outcome == RetryOutcome.Gone));
        await AssertCountsAsync(received: 40, admitted: 40, quarantined: 0);
    }

    [Fact]
    public async Task What_left_does_not_come_in_again_and_numbers_are_not_given_twice()
    {
        await FillAsync(Unreadable("C1:1"));
        await SettleAsync(new RetriedItem(1, [Item("C1:1", "hello")], [], null));

        var again = await Archive.Records.AppendAsync(Page([], [Unreadable("C1:1"), Unreadable("C1:2")]), Stop);

        Assert.Equal((1, 1), (again.Duplicates, again.Quarantined));
        Assert.Equal(2, Assert.Single(await Archive.Quarantine.ListAsync(QuarantineFilter.All, 0, 10, Stop)).Id);
        await AssertCountsAsync(received: 3, admitted: 1, quarantined: 1);
    }

    [Fact]
    public async Task A_batch_that_fails_half_way_leaves_everything_as_it_was()
    {
        await FillAsync(Unreadable("C1:1"), Unreadable("C1:2"));
        var broken = Item("C1:2", "text") with { Message = Item("C1:2", "text").Message with { Sender = null! } };

        await Assert.ThrowsAnyAsync<Exception>(() => SettleAsync(new RetriedItem(1, [Item("C1:1", "hello")], [], null), new RetriedItem(2, [broken], [], null)));

        Assert.Equal(2, (await Archive.Quarantine.OpenAsync([1, 2], Stop)).Count);
        await AssertCountsAsync(received: 2, admitted: 0, quarantined: 2);
        Assert.Single((await SettleAsync(new RetriedItem(1, [Item("C1:1", "hello")], [], null))).Records);
    }

    [Fact]
    public async Task The_evidence_entry_holds_no_content()
    {
        await FillAsync(Unreadable("C-secret:1", "secret words"));

        await SettleAsync(new RetriedItem(1, [Item("C-secret:1", "secret", "U-secret", "C-secret")], [], null));

        var entry = Assert.Single(await Archive.Log.ReadAsync([EvidenceKind.QuarantineRetried], null, 10, Stop));
        Assert.Equal("olga", entry.Actor);
        Assert.DoesNotContain("secret", entry.Body, StringComparison.Ordinal);
        Assert.Contains("1 admitted", entry.Body, StringComparison.Ordinal);
    }

    internal static QuarantinedItem Unreadable(string id, string raw = "{}") =>
        new(id, "", Came, "unreadable: no time", System.Text.Encoding.UTF8.GetBytes(raw));

    private Task<AppendResult> FillAsync(params QuarantinedItem[] items) => Archive.Records.AppendAsync(Page([], items), Stop);

    private Task<RetryResult> SettleAsync(params RetriedItem[] items) =>
        Archive.Quarantine.SettleAsync(new RetriedBatch(Page([]), items), "olga", At, Stop);

    private Task<IReadOnlyList<IntakeCount>> IntakeAsync() => Archive.Records.ReadIntakeAsync(null, Stop);

    private async Task<RecordStatistics> AssertCountsAsync(long received, long admitted, long quarantined)
    {
        var now = await Archive.Records.ReadStatisticsAsync(Stop);
        Assert.Equal((received, admitted, quarantined), (now.Received, now.Admitted, now.Quarantined));
        Assert.Equal(now.Received, (await IntakeAsync()).Sum(c => c.Count));
        var report = await Archive.VerifyAsync(Stop);
        Assert.True(report.Result == VerificationResult.Intact, string.Join('\n', report.Findings));
        return now;
    }
}
