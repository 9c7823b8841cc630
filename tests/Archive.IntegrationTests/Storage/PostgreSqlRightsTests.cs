using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Tests.Storage;
using Npgsql;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.IntegrationTests.Storage;

/// <summary>What stands below the application: rights of the roles, triggers, and the one function by which a record leaves.</summary>
public sealed class PostgreSqlRightsTests(PostgreSqlTestServer server) : IAsyncLifetime
{
    private PostgreSqlStore? _store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgreSqlStore Store => _store ?? throw new InvalidOperationException("The test has not begun.");

    public static TheoryData<string> Evidence =>
    [
        "record", "record_0", "attachment", "record_identity", "disposed", "entry", "tile", "source", "participant", "conversation", "membership",
        "retention_policy", "quarantine", "quarantine_left", "log_state",
    ];

    public async ValueTask InitializeAsync()
    {
        _store = (PostgreSqlStore)await PostgreSqlStore.NewAsync(server);
        await _store.AppendAsync(Stop, Item("C1:1", "old"), Item("C1:2", "young", year: 2026));
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Evidence))]
    public void The_application_has_no_right_to_delete_evidence(string table)
    {
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Refusal(() => Store.Try($"delete from {table}")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Refusal(() => Store.Try($"truncate {table}")));
        if (table != "log_state")
        {
            var column = table switch { "tile" => "hash", "record_identity" => "identity", _ => "mac" };
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Refusal(() => Store.Try($"update {table} set {column} = ''")));
        }
    }

    [Theory]
    [MemberData(nameof(Evidence))]
    public async Task Triggers_refuse_the_owner_too(string table)
    {
        await Store.Dispositions.DisposeAsync([1], new DateOnly(2026, 1, 1), "test", DateTimeOffset.UnixEpoch, null, Stop);

        Assert.Equal(PostgresErrorCodes.RaiseException, Refusal(() => Store.TryAsOwner($"truncate {table}")));
        if (table is "record" or "record_0" or "disposed" or "entry" or "source" or "participant" or "conversation" or "retention_policy" or "record_identity" or "log_state")
        {
            Assert.Equal(PostgresErrorCodes.RaiseException, Refusal(() => Store.TryAsOwner($"delete from {table}")));
        }
    }

    [Theory]
    [InlineData("select records.dispose(array[1])")] // nothing is written of it
    [InlineData("select records.dispose(array[2])")]
    [InlineData("select records.dispose(array[77])")]
    [InlineData("insert into disposed (sequence, leaf_index, leaf, source_id, day, identity, disposition, mac) values (1, 0, '', 1, 1, 'i', 99, ''); select records.dispose(array[1])")] // the log does not tell of it
    public async Task A_record_does_not_leave_without_what_a_disposition_leaves(string statement)
    {
        Assert.Equal(PostgresErrorCodes.RaiseException, Refusal(() => Store.Try(statement)));
        Assert.Equal(2, (await Store.Records.ReadAsync([1, 2], Stop)).Count);
        Assert.Equal(VerificationResult.Intact, (await Store.VerifyAsync(Stop)).Result);
    }

    [Theory]
    [InlineData("select records.release_quarantined(array[1])")] // nothing is written of it
    [InlineData("insert into quarantine_left (quarantine_id, entry, source_id, day, outcome, identity, mac) values (1, 99, 1, 1, 6, 'i', ''); select records.release_quarantined(array[1])")] // the log does not tell of it
    public async Task An_item_does_not_leave_the_quarantine_without_what_a_retry_or_discard_leaves(string statement)
    {
        await Store.Records.AppendAsync(Page([], [new QuarantinedItem("C1:q", "", DateTimeOffset.UnixEpoch, "unreadable: x", "{}"u8.ToArray())]), Stop);

        Assert.Equal(PostgresErrorCodes.RaiseException, Refusal(() => Store.Try(statement)));
        Assert.Equal(PostgresErrorCodes.RaiseException, Refusal(() => Store.TryAsOwner("delete from quarantine")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Refusal(() => Store.TryAsKeys("delete from keys.item_key")));
        Assert.Single(await Store.Quarantine.OpenAsync([1], Stop));
        Assert.Equal(VerificationResult.Intact, (await Store.VerifyAsync(Stop)).Result);
    }

    [Fact]
    public void The_application_sees_no_keys_and_the_role_of_the_keys_no_records()
    {
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Refusal(() => Store.Try("select * from keys.page")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Refusal(() => Store.TryAsKeys("select * from records.record")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Refusal(() => Store.TryAsKeys("delete from keys.page")));
    }

    [Fact]
    public void Partitions_are_not_made_without_end() =>
        Assert.Equal(PostgresErrorCodes.RaiseException, Refusal(() => Store.Try("select records.make_partitions(900000000)")));

    [Fact]
    public async Task A_partition_that_the_application_had_made_takes_records_and_refuses_like_the_others()
    {
        Store.Try("select records.make_partitions(2500000)");
        const string Columns = "leaf_index, time, source_id, conversation_id, participant_id, retention_policy_id, keep_until, kind, native_id, revision, mac, body";
        Assert.Equal(1, Store.Try($"insert into record (sequence, {Columns}) select 2500000, {Columns} from record where sequence = 1"));

        foreach (var statement in new[] { "delete from record_2", "update record_2 set time = 0", "truncate record_2", "truncate attachment_2" })
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Refusal(() => Store.Try(statement)));
            Assert.Equal(PostgresErrorCodes.RaiseException, Refusal(() => Store.TryAsOwner(statement)));
        }

        Assert.Contains((await Store.VerifyAsync(Stop)).Findings, f => f.Where == "record 2500000");
    }

    private static string? Refusal(Action attempt) => (Record.Exception(attempt) as PostgresException)?.SqlState;
}
