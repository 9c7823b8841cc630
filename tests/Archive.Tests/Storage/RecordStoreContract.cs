using System.Security.Cryptography;
using System.Text;
using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.Tests.Storage;

public abstract class RecordStoreContract : StoreContract
{
    [Fact]
    public async Task Gives_back_what_was_appended()
    {
        var item = Item("C1:1", "保本保收益 guaranteed \u0000 𠮷");

        await Archive.AppendAsync(Stop, item);

        var record = Assert.Single(await Archive.Records.ReadAsync([1], Stop));
        Assert.Equal(item.Message with { Conversation = record.Message.Conversation }, record.Message with { Attachments = item.Message.Attachments });
        Assert.Equal("desk C1", record.Message.Conversation.Name);
        Assert.Equal(item.Marks, record.Marks);
        Assert.Equal(Provenance.Captured, record.Provenance);
        Assert.Equal(new DateOnly(2023, 3, 5), record.Retention.KeepUntil);
        Assert.Equal(0, record.LeafIndex);
    }

    [Fact]
    public async Task Keeps_one_copy_when_a_page_is_delivered_twice()
    {
        var page = Page([Item("C1:1", "one"), Item("C1:2", "two"), Item("C1:2", "two again")]);

        await Archive.Records.AppendAsync(page, Stop);
        var second = await Archive.Records.AppendAsync(page, Stop);

        Assert.Empty(second.Records);
        var statistics = await Archive.Records.ReadStatisticsAsync(Stop);
        Assert.Equal((2, 6, 2, 4), (statistics.Records, statistics.Received, statistics.Admitted, statistics.Duplicate));
        Assert.Equal(2, statistics.Redacted);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Commits_counters_cursor_and_quarantine_with_the_page()
    {
        var quarantined = new QuarantinedItem("C1:9", "", new DateTimeOffset(2020, 3, 5, 0, 0, 0, TimeSpan.Zero), "unreadable: no ts", "{}"u8.ToArray());
        var turnedAway = new TurnedAway(18_326, IntakeOutcome.Refused, "NotRegistered", 3);

        await Archive.Records.AppendAsync(
            Page([Item("C1:1", "one")], [quarantined], [turnedAway], new Dictionary<string, string?> { ["position"] = "p1", ["gone"] = "x" }), Stop);
        await Archive.Records.AppendAsync(Page([], [quarantined], null, new Dictionary<string, string?> { ["gone"] = null }), Stop);

        Archive.Close();
        var statistics = await Archive.Records.ReadStatisticsAsync(Stop);
        Assert.Equal((6, 1, 3, 1, 1), (statistics.Received, statistics.Admitted, statistics.Refused, statistics.Quarantined, statistics.Duplicate));
        var cursor = await Archive.Records.ReadCursorAsync("slack", Stop);
        Assert.Equal("p1", Assert.Single(cursor.Parts).Value);
        Assert.Contains(await Archive.Records.ReadIntakeAsync("slack", Stop), c => c is { Outcome: IntakeOutcome.Refused, Reason: "NotRegistered", Count: 3 });
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Keeps_each_change_of_a_consent_once_and_withholds_by_it()
    {
        var at = new DateTimeOffset(2020, 3, 1, 8, 0, 0, TimeSpan.Zero);
        ConsentChange[] changes =
        [
            new("C1", "wm1", ConsentStanding.Declined, at), new("C1", "wm1", ConsentStanding.Agreed, at.AddDays(2)), new("C2", "wm\0 2", ConsentStanding.Default, at),
        ];

        await Archive.Records.AppendAsync(Page([]) with { Consents = changes }, Stop);
        await Archive.Records.AppendAsync(Page([]) with { Consents = [.. changes, changes[0]] }, Stop);

        var held = await Archive.Records.ReadConsentsAsync(Page([]).Source, null, Stop);
        Assert.Equal(changes, held);
        Assert.Equal([changes[2]], await Archive.Records.ReadConsentsAsync(Page([]).Source, "C2", Stop));
        Assert.Empty(await Archive.Records.ReadConsentsAsync("another", null, Stop));
        Assert.Equal([new DeclinedPeriod("wm1", at, at.AddDays(2))], new ConsentTimeline(held).ReadDeclined("C1"));
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Records_a_gap_of_the_capture_as_evidence()
    {
        var gap = new CaptureGap(new DateTimeOffset(2020, 3, 1, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2020, 3, 4, 9, 30, 0, TimeSpan.Zero));

        await Archive.Records.AppendAsync(Page([]) with { Gap = gap }, Stop);
        await Archive.AppendAsync(Stop, Item("C1:1", "after the gap"));

        var entry = Assert.Single(await Archive.Log.ReadAsync([EvidenceKind.CaptureGap], null, 10, Stop));
        Assert.Equal("system:pull", entry.Actor);
        Assert.Contains("from 2020-03-01 08:00Z to 2020-03-04 09:30Z are out of reach", entry.Body, StringComparison.Ordinal);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Records_a_gap_of_one_conversation_as_evidence()
    {
        var gap = new CaptureGap(new DateTimeOffset(2020, 3, 1, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2020, 3, 4, 9, 30, 0, TimeSpan.Zero), "oc_1");

        await Archive.Records.AppendAsync(Page([]) with { Gap = gap }, Stop);

        var entry = Assert.Single(await Archive.Log.ReadAsync([EvidenceKind.CaptureGap], null, 10, Stop));
        Assert.Contains("was out of conversation oc_1 from 2020-03-01 08:00Z to 2020-03-04 09:30Z: what was said there then may be missing", entry.Body, StringComparison.Ordinal);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Keeps_ids_and_names_that_are_made_to_break_a_database()
    {
        var longId = new string('x', 5_000);
        var hostile = Item(longId, "hello", "U\u0000';--", "C\u0000D");
        hostile = hostile with
        {
            Message = hostile.Message with
            {
                Sender = new Participant("U\u0000';--", "Nul\u0000 and \ud800 " + new string('長', 4_000), ParticipantKind.Member),
                Conversation = new Conversation("C\u0000D", new string('名', 4_000), ConversationKind.Channel, []),
            },
        };
        var quarantined = new QuarantinedItem(longId + "q", "\u0000", new DateTimeOffset(2020, 3, 5, 0, 0, 0, TimeSpan.Zero), "unreadable: \u0000", "{}"u8.ToArray());

        await Archive.Records.AppendAsync(Page([hostile], [quarantined]), Stop);
        Archive.Close();
        var again = await Archive.Records.AppendAsync(Page([hostile], [quarantined]), Stop);

        Assert.Equal(2, again.Duplicates);
        var record = Assert.Single(await Archive.Records.ReadAsync([1], Stop));
        Assert.Equal((longId, "U\u0000';--", "C\u0000D"), (record.Message.NativeId, record.Message.Sender.Id, record.Message.Conversation.Id));
        Assert.StartsWith("Nul\u0000 and \ufffd 長", record.Message.Sender.Name, StringComparison.Ordinal);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Refuses_a_page_whose_counts_do_not_add_up_and_keeps_nothing_of_it()
    {
        var page = Page([Item("C1:1", "one")]) with { Received = 2 };

        await Assert.ThrowsAsync<ArgumentException>(() => Archive.Records.AppendAsync(page, Stop));

        Assert.Equal(0, (await Archive.Records.ReadStatisticsAsync(Stop)).Received);
    }

    [Fact]
    public async Task A_page_that_fails_half_way_leaves_nothing_and_the_next_one_goes_on()
    {
        await Archive.AppendAsync(Stop, Item("C1:1", "one"));
        var before = await Archive.Records.ReadStatisticsAsync(Stop);
        var broken = Item("C1:3", "three") with { Message = Item("C1:3", "x").Message with { Text = null! } };

        await Assert.ThrowsAnyAsync<Exception>(() => Archive.AppendAsync(Stop, Item("C2:2", "two", "U9", "C9"), broken));

        Assert.Equal(before, await Archive.Records.ReadStatisticsAsync(Stop));
        await Archive.AppendAsync(Stop, Item("C2:2", "two", "U9", "C9"));
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task Keeps_attachments_sealed_and_gives_them_back()
    {
        var content = Encoding.UTF8.GetBytes("quarterly figures, strictly internal");
        var attachment = new Attachment(
            "F1", "q4.csv", "text/csv", content.Length, AttachmentState.Stored, Convert.ToHexStringLower(SHA256.HashData(content)), null);
        var item = Item("C1:1", "see file");
        item = item with
        {
            Message = item.Message with { Attachments = [attachment] },
            Files = new Dictionary<string, FileBytes> { ["F1"] = FileBytes.Of(content) },
        };

        await Archive.AppendAsync(Stop, item);

        Assert.Equal(content, await Archive.Records.ReadAttachmentAsync(1, "F1", Stop));
        Assert.Null(await Archive.Records.ReadAttachmentAsync(1, "F2", Stop));
        Archive.Close();
        Assert.DoesNotContain(Archive.RawFiles(), f => f.AsSpan().IndexOf("strictly internal"u8) >= 0 || f.AsSpan().IndexOf("see file"u8) >= 0);
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public async Task The_same_pages_give_the_same_root_only_where_keys_are_the_same()
    {
        var other = await AnotherAsync();
        await Archive.AppendAsync(Stop, Item("C1:1", "one"));
        await other.AppendAsync(Stop, Item("C1:1", "one"));

        Assert.NotEqual((await Archive.Records.ReadStatisticsAsync(Stop)).Root, (await other.Records.ReadStatisticsAsync(Stop)).Root);
    }
}
