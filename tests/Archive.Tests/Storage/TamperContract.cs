using System.Data.Common;
using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Retention;
using Archive.Core.Search;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.Tests.Storage;

/// <summary>Whoever gets at the file itself, past the triggers, is named by the verifier.</summary>
public abstract class TamperContract : StoreContract
{
    /// <summary>Statement, and a word that some finding must contain.</summary>
    public static TheoryData<string, string> Attacks => new()
    {
        { "update record set body = zeroblob(length(body)) where sequence = 5", "record 5" },
        { "update record set mac = zeroblob(32) where sequence = 5", "record 5" },
        { "update record set time = time + 1 where sequence = 5", "record 5" },
        { "update record set native_id = 'other' where sequence = 5", "record 5" },
        { "update record set participant_id = 2 where sequence = 1", "record 1" },
        { "update record set conversation_id = 999 where sequence = 1", "record 1" },
        { "update record set keep_until = 0 where sequence = 5", "record 5" },
        { "update record set kind = 2 where sequence = 5", "record 5" },
        { "delete from record where sequence = 5", "leaf 4" },
        { "delete from record where sequence = (select max(sequence) from record)", "record" },
        { "insert into record (sequence, leaf_index, source_id, native_id, revision, time, kind, conversation_id, participant_id, retention_policy_id, keep_until, mac, body) select 9999, 9999, source_id, 'new', revision, time, kind, conversation_id, participant_id, retention_policy_id, keep_until, mac, body from record where sequence = 5", "record 9999" },
        { "update record set sequence = 99999 where sequence = 4; update record set sequence = 4 where sequence = 5; update record set sequence = 5 where sequence = 99999", "record 4" },
        { "update record set body = (select body from record r where r.sequence = 6) where sequence = 5", "record 5" },
        { "update entry set body = zeroblob(length(body))", "leaf" },
        { "update entry set time = time + 1", "leaf" },
        { "delete from entry where leaf_index = (select min(leaf_index) from entry)", "leaf" },
        { "update disposed set leaf = zeroblob(32)", "record" },
        { "update disposed set day = day + 1", "record" },
        { "delete from disposed", "leaves 19 to 20" },
        { "update tile set hash = zeroblob(32)", "leaves 0 to 255" },
        { "delete from tile", "tile 0" },
        { "insert into tile values (77, zeroblob(32))", "tile" },
        { "update intake set count = count + 1 where outcome = 1", "intake of source 1" },
        { "delete from intake where outcome = 2", "intake" },
        { "update cursor set value = 'elsewhere'", "cursor part position" },
        { "delete from cursor", "cursor" },
        { "update participant set name = 'Somebody Else' where participant_id = 1", "participant 1" },
        { "update participant set native_id = 'U77' where participant_id = 1", "participant 1" },
        { "delete from participant where participant_id = 1", "participant" },
        { "update conversation set name = 'other'", "conversation 1" },
        { "update source set name = 'other'", "source 1" },
        { "update retention_policy set minimum_days = 1", "retention policy 1" },
        { "update quarantine set reason = 'other'", "item 1" },
        { "update quarantine set body = zeroblob(length(body)) where native_id = 'C1:q'", "item 1" },
        { "update quarantine set time = time + 1", "item 1" },
        { "delete from quarantine", "quarantine" },
        { "update quarantine_left set outcome = 1", "item 3" },
        { "update quarantine_left set entry = entry - 1", "item 3" },
        { "delete from quarantine_left", "quarantine_left" },
        { "delete from quarantine_left where outcome = 6", "Discarded items of source 1" },
        { "update quarantine_try set reason = 'other'", "item 2" },
        { "delete from quarantine_try", "quarantine_try" },
        { "update intake set count = count + 1 where outcome = 6", "Discarded items of source 1" },
        { "update intake set count = count + 1 where outcome = 5", "Quarantined items of source 1" },
        { "update log_state set leaves = leaves - 1", "log_state" },
        { "update log_state set frontier = zeroblob(length(frontier))", "log_state" },
        { "update log_state set counts = ''", "log_state" },
        { "update membership set participant = participant || 'x'", "membership" },
        { "delete from membership", "membership" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task A_changed_row_is_named(string attack, string named)
    {
        await FillAsync();
        Assert.Equal(VerificationResult.Intact, (await Archive.VerifyAsync(Stop)).Result);

        Assert.True(Archive.Attack(attack) > 0, "the attack changed nothing");

        var report = await Archive.VerifyAsync(Stop);
        Assert.Equal(VerificationResult.Altered, report.Result);
        Assert.Contains(report.Findings, f => f.Where.Contains(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("update record set time = 0")]
    [InlineData("delete from record")]
    [InlineData("update entry set time = 0")]
    [InlineData("delete from entry")]
    [InlineData("delete from tile")]
    [InlineData("update participant set name = ''")]
    [InlineData("insert into disposed (sequence, leaf_index, leaf, source_id, day, identity, disposition, mac) select sequence, leaf_index, zeroblob(32), 1, 1, zeroblob(16), 1, zeroblob(16) from record where native_id = 'C1:new'")]
    [InlineData("delete from log_state")]
    [InlineData("update quarantine set reason = ''")]
    [InlineData("delete from quarantine")]
    [InlineData("update quarantine_left set outcome = 1")]
    [InlineData("delete from quarantine_left")]
    public async Task The_store_itself_refuses(string statement)
    {
        await FillAsync();
        await Archive.AppendAsync(Stop, Item("C1:new", "young", year: TimeProvider.System.GetUtcNow().Year));
        Archive.Close();

        Assert.ThrowsAny<DbException>(() => Archive.Try(statement));
    }

    [Fact]
    public async Task A_changed_key_page_is_found()
    {
        await FillAsync();
        Archive.Close();

        Assert.Equal(1, Archive.AttackKeys("update page set slots = zeroblob(4032) where page_index = 0"));

        var report = await Archive.VerifyAsync(Stop);
        Assert.Equal(VerificationResult.Altered, report.Result);
        Assert.Contains(report.Findings, f => f.Where == "record 5");
    }

    [Fact]
    public async Task A_changed_key_of_a_quarantined_item_is_found()
    {
        await FillAsync();
        Archive.Close();

        Assert.Equal(3, Archive.AttackKeys("update item_key set salt = zeroblob(32)"));

        Assert.Contains((await Archive.VerifyAsync(Stop)).Findings, f => f.Where == "item 1");
    }

    /// <summary>300 records, refused and quarantined items, a cursor, a direct conversation, audit entries and a disposition.</summary>
    protected async Task FillAsync()
    {
        var items = Enumerable.Range(1, 300).Select(i => Item($"C1:{i}", $"text {i}", $"U{i % 3}")).ToList();
        var members = new[] { new Participant("U1", "One", ParticipantKind.Member), new Participant("U2", "Two", ParticipantKind.Member) };
        var direct = Item("D1:1", "hello");
        items.Add(direct with { Message = direct.Message with { Conversation = new Conversation("D1", "", ConversationKind.Direct, members) } });
        QuarantinedItem[] quarantined =
        [
            .. new[] { "C1:q", "C1:tried", "C1:discarded" }.Select(id => new QuarantinedItem(id, "", DateTimeOffset.UnixEpoch, "unreadable: x", "raw"u8.ToArray())),
        ];
        var turnedAway = new TurnedAway(18_326, IntakeOutcome.Refused, "NotRegistered", 3);
        await Archive.Records.AppendAsync(
            Page(items, quarantined, [turnedAway], new Dictionary<string, string?> { ["position"] = "here" }), Stop);
        var audit = new AuditTrail(Archive.Log, TimeProvider.System);
        await audit.SearchedAsync(new Reader("carol", "review", SearchScope.Everything), "price", Stop);
        await Archive.Dispositions.DisposeAsync([20, 21], new DateOnly(2026, 1, 1), "test", DateTimeOffset.UnixEpoch, null, Stop);
        await Archive.Quarantine.SettleAsync(new RetriedBatch(Page([]), [new RetriedItem(2, [], [], "unreadable: y")]), "test", DateTimeOffset.UnixEpoch, Stop);
        var proposal = await Archive.Quarantine.ProposeAsync([3], "of no use", "test", DateTimeOffset.UnixEpoch, Stop);
        await Archive.Quarantine.ApproveAsync(proposal.Id, new Dictionary<long, KnownOfItem>(), "another", DateTimeOffset.UnixEpoch, Stop);
    }
}
