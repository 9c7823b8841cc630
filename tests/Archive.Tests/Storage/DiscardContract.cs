using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Retention;
using static Archive.Tests.Storage.QuarantineContract;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.Tests.Storage;

public abstract class DiscardContract : StoreContract
{
    private static readonly DateTimeOffset At = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private static readonly Dictionary<long, KnownOfItem> Unknown = [];

    [Fact]
    public async Task What_one_proposes_and_another_approves_is_destroyed_and_counted()
    {
        await FillAsync(3);
        var proposal = await ProposeAsync([1, 3]);
        Assert.Equal([1, 3], (await Archive.Quarantine.ListAsync(new QuarantineFilter(IsProposed: true), 0, 10, Stop)).Select(i => i.Id));

        var result = await Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, "paul", At, Stop);

        Assert.Equal([1, 3], result.Discarded);
        Assert.Equal(2, Assert.Single(await Archive.Quarantine.ListAsync(QuarantineFilter.All, 0, 10, Stop)).Id);
        Assert.Empty(await Archive.Quarantine.ReadProposalsAsync(Stop));
        var now = await Archive.Records.ReadStatisticsAsync(Stop);
        Assert.Equal((3, 1, 2), (now.Received, now.Quarantined, now.Discarded));
        Assert.Contains(await Archive.Records.ReadIntakeAsync("slack", Stop), c => c is { Outcome: IntakeOutcome.Discarded, Reason: "unreadable", Count: 2 });
        await AssertIntactAsync();
    }

    [Theory]
    [InlineData("carol")]
    [InlineData("CAROL")]
    public async Task Nobody_approves_what_they_proposed(string account)
    {
        await FillAsync(1);
        var proposal = await ProposeAsync([1]);

        var refusal = await Assert.ThrowsAsync<QuarantineRefusedException>(() => Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, account, At, Stop));

        Assert.Equal(QuarantineRefusal.OwnProposal, refusal.Kind);
        Assert.Single(await Archive.Quarantine.OpenAsync([1], Stop));
        Assert.Single(await Archive.Quarantine.ReadProposalsAsync(Stop));
    }

    [Fact]
    public async Task A_hold_keeps_what_it_matches_and_what_it_may_match()
    {
        await FillAsync(6);
        await Archive.Holds.PlaceAsync("carol", "matter", HoldSubject.Person, "U1", Stop);
        await Archive.Holds.PlaceAsync("carol", "matter", HoldSubject.Conversation, "C2", Stop);
        var proposal = await ProposeAsync([1, 2, 3, 4, 5, 6]);

        var result = await Archive.Quarantine.ApproveAsync(
            proposal.Id,
            new Dictionary<long, KnownOfItem>
            {
                [1] = Known("C1", "U1"),
                [2] = Known("C2", "U2"),
                [3] = Known("C3", "U3"),
                [4] = new("C3", null, null), // whose it is nobody knows
                [5] = Known("C3", "U3") with { KeepUntil = new DateOnly(2026, 2, 4) },
            },
            "paul",
            At,
            Stop);

        Assert.Equal([3], result.Discarded);
        Assert.Equal(
            [(1, "hold on person"), (2, "hold on conversation"), (4, "hold that may match"), (5, "minimum not over"), (6, "hold that may match")],
            result.Kept.Select(k => ((int)k.Id, k.Decision.Reason)));
        Assert.Equal(5, (await Archive.Quarantine.OpenAsync([1, 2, 4, 5, 6], Stop)).Count);
        await AssertIntactAsync();
    }

    [Fact]
    public async Task A_hold_on_a_record_or_one_that_was_released_keeps_nothing_here()
    {
        await FillAsync(1);
        await Archive.Holds.PlaceAsync("carol", "matter", HoldSubject.Record, "1", Stop);
        var hold = await Archive.Holds.PlaceAsync("carol", "matter", HoldSubject.Conversation, "C2", Stop);
        await Archive.Holds.ReleaseAsync("carol", hold.Id, Stop);
        var proposal = await ProposeAsync([1]);

        Assert.Equal([1], (await Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, "paul", At, Stop)).Discarded);
    }

    [Fact]
    public async Task A_refused_proposal_leaves_the_items_which_may_be_proposed_again()
    {
        await FillAsync(2);
        var proposal = await ProposeAsync([1, 2]);
        Assert.Equal(QuarantineRefusal.ProposedAlready, (await Assert.ThrowsAsync<QuarantineRefusedException>(() => ProposeAsync([2]))).Kind);

        await Archive.Quarantine.RefuseAsync(proposal.Id, "paul", At, Stop);

        Assert.Equal(QuarantineRefusal.NotOpen, (await Assert.ThrowsAsync<QuarantineRefusedException>(() => Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, "paul", At, Stop))).Kind);
        Assert.Equal(QuarantineRefusal.NotOpen, (await Assert.ThrowsAsync<QuarantineRefusedException>(() => Archive.Quarantine.RefuseAsync(proposal.Id, "paul", At, Stop))).Kind);
        Assert.Equal([2], (await ProposeAsync([2, 2])).Items);
        Assert.Equal(2, (await Archive.Quarantine.OpenAsync([1, 2], Stop)).Count);
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("  ", "1")]
    [InlineData("a reason", "")]
    [InlineData("a reason", "1 77")]
    [InlineData("a reason", "0")]
    [InlineData("a reason", "-1")]
    public async Task A_proposal_needs_a_reason_and_items_that_are_there(string reason, string items)
    {
        await FillAsync(1);
        long[] ids = [.. items.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];

        await Assert.ThrowsAsync<QuarantineRefusedException>(() => Archive.Quarantine.ProposeAsync(ids, reason, "carol", At, Stop));

        Assert.Empty(await Archive.Quarantine.ReadProposalsAsync(Stop));
    }

    [Fact]
    public async Task Two_who_approve_at_the_same_time_discard_once()
    {
        await FillAsync(20);
        var proposal = await ProposeAsync([.. Enumerable.Range(1, 20)]);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(
            async () =>
            {
                try
                {
                    return (await Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, $"paul{i}", At, Stop)).Discarded.Count;
                }
                catch (QuarantineRefusedException e) when (e.Kind == QuarantineRefusal.NotOpen)
                {
                    return 0;
                }
            },
            Stop)));

        Assert.Equal([0, 0, 0, 20], results.Order());
        await AssertIntactAsync();
    }

    [Fact]
    public async Task What_a_retry_took_meanwhile_is_gone_for_the_approval()
    {
        await FillAsync(2);
        var proposal = await ProposeAsync([1, 2]);
        await Archive.Quarantine.SettleAsync(new RetriedBatch(Page([]), [new RetriedItem(1, [Item("C1:1", "hello")], [], null)]), "olga", At, Stop);

        var result = await Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, "paul", At, Stop);

        Assert.Equal(2, Assert.Single(result.Discarded));
        Assert.Equal(1, Assert.Single(result.Gone));
        Assert.Single(await Archive.Records.ReadAsync([1], Stop));
        await AssertIntactAsync();
    }

    [Fact]
    public async Task What_was_discarded_comes_back_neither_here_nor_as_a_record()
    {
        await FillAsync(1);
        var proposal = await ProposeAsync([1]);
        await Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, "paul", At, Stop);

        var again = await Archive.Records.AppendAsync(Page([Item("C1:1", "readable now")], [Unreadable("C1:1")]), Stop);

        Assert.Equal((2, 0, 0), (again.Duplicates, again.Quarantined, again.Records.Count));
        await AssertIntactAsync();
    }

    [Fact]
    public async Task Neither_key_nor_content_of_a_discarded_item_is_left_in_the_raw_files()
    {
        await Archive.Records.AppendAsync(Page([], [.. Enumerable.Range(1, 300).Select(i => Unreadable($"C1:{i}", $"secret {i} {new string('x', i * 40)}"))]), Stop);
        Archive.Close();
        var keys = Archive.ReadItemKeys();
        var content = Archive.ReadItemBodies();
        Assert.Equal(1, Archive.CountRuns(keys[149]));
        Assert.InRange(Archive.CountRuns(content[149][..48]), 1, 2);
        var proposal = await ProposeAsync([150]);

        await Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, "paul", At, Stop);
        await Archive.Dispositions.CompactAsync(Stop);

        Archive.Close();
        Assert.Equal(0, Archive.CountRuns(keys[149]));
        Assert.Equal(0, Archive.CountRuns(content[149][..48]));
        Assert.Equal(0, Archive.CountRuns(content[149][^48..]));
        Assert.Equal(1, Archive.CountRuns(keys[150]));
        Assert.NotEqual(0, Archive.CountRuns(content[150][..48]));
    }

    [Fact]
    public async Task Keys_that_a_crash_left_go_at_the_next_start()
    {
        await FillAsync(2);
        var proposal = await ProposeAsync([1]);
        Archive.Close();
        var before = Archive.ReadItemKeys();
        await Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, "paul", At, Stop);
        Archive.Close();

        // As if the process had died between the two transactions.
        Archive.AttackKeys($"update item_key set salt = {Archive.Literal(before[0])} where salt = zeroblob(32)");
        Archive.AttackKeys("delete from setting where name = 'erased items'");
        Assert.Equal(before[0], Archive.ReadItemKeys()[0]);
        Archive.Open();
        Archive.Close();

        Assert.Equal([new byte[32], before[1]], Archive.ReadItemKeys());
    }

    [Fact]
    public async Task The_entries_name_numbers_and_reasons_and_no_content()
    {
        await Archive.Records.AppendAsync(Page([], [Unreadable("C-secret:1", "secret words")]), Stop);
        var proposal = await ProposeAsync([1]);
        await Archive.Quarantine.ApproveAsync(proposal.Id, Unknown, "paul", At, Stop);

        var entries = await Archive.Log.ReadAsync(DiscardProposal.Kinds, null, 10, Stop);

        Assert.Equal([(EvidenceKind.Discarded, "paul"), (EvidenceKind.DiscardProposed, "carol")], entries.Select(e => (e.Kind, e.Actor)));
        Assert.All(entries, e => Assert.DoesNotContain("secret", e.Body, StringComparison.Ordinal));
        Assert.All(entries, e => Assert.Contains("no use", e.Body, StringComparison.Ordinal));
    }

    private static KnownOfItem Known(string conversation, params string[] persons) => new(conversation, persons.ToHashSet(), null);

    private Task FillAsync(int count) => Archive.Records.AppendAsync(Page([], [.. Enumerable.Range(1, count).Select(i => Unreadable($"C1:{i}"))]), Stop);

    private Task<DiscardProposal> ProposeAsync(IReadOnlyList<long> ids) => Archive.Quarantine.ProposeAsync(ids, "of no use", "carol", At, Stop);

    private async Task AssertIntactAsync()
    {
        var report = await Archive.VerifyAsync(Stop);
        Assert.True(report.Result == VerificationResult.Intact, string.Join('\n', report.Findings));
    }
}
