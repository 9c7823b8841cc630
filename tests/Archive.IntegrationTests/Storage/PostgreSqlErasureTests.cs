using Archive.Core.Quarantine;
using Archive.Core.Retention;
using Archive.Storage;
using Archive.Tests.Storage;
using Npgsql;
using static Archive.Tests.Storage.QuarantineContract;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.IntegrationTests.Storage;

/// <summary>What is left in the files of the server when a record is gone.</summary>
public sealed class PostgreSqlErasureTests(PostgreSqlTestServer server) : IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 1, 1);

    private PostgreSqlStore? _store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgreSqlStore Store => _store ?? throw new InvalidOperationException("The test has not begun.");

    public async ValueTask InitializeAsync()
    {
        _store = (PostgreSqlStore)await PostgreSqlStore.NewAsync(server);
        await _store.AppendAsync(
            Stop, [.. Enumerable.Range(1, 300).Select(i => Item($"C1:native-{i:0000}", $"secret {i} {new string('x', i == 150 ? 9_000 : 10)}"))]);
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Key_and_ciphertext_of_a_disposed_record_are_gone_from_the_files_after_the_clean_up()
    {
        var (doomed, kept) = (Traces(150), Traces(151));
        await Store.Dispositions.DisposeAsync([150], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);

        // Without the clean-up they are there: deleting is not erasing.
        Assert.All(doomed, trace => Assert.True(IsInFiles(trace)));
        await Store.Dispositions.CompactAsync(Stop);

        Assert.All(doomed, trace => Assert.False(IsInFiles(trace)));
        Assert.All(kept, trace => Assert.True(IsInFiles(trace)));
        Assert.Equal(299, (await Store.Records.ReadAfterAsync(0, 1_000, Stop)).Count);
    }

    [Fact]
    public async Task What_the_server_samples_to_plan_by_holds_nothing_of_a_record_or_an_item()
    {
        await Store.Records.AppendAsync(Page([], [.. Enumerable.Range(1, 100).Select(i => Unreadable($"C2:native-{i:0000}", $"item {i}"))]), Stop);
        await server.ExecuteAsync(Store.Database, "set default_statistics_target = 10000; analyze");
        byte[][] kept = [Store.ReadItemKeys()[51], .. Traces(151), "C2:native-0052"u8.ToArray(), Store.ReadItemBodies()[51]];
        byte[][] doomed = [Store.ReadItemKeys()[50], .. Traces(150), "C2:native-0051"u8.ToArray(), Store.ReadItemBodies()[50]];
        Assert.All(doomed, trace => Assert.True(IsInFiles(trace)));

        await Store.Dispositions.DisposeAsync([150], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);
        var proposal = await Store.Quarantine.ProposeAsync([51], "of no use", "carol", DateTimeOffset.UnixEpoch, Stop);
        await Store.Quarantine.ApproveAsync(proposal.Id, new Dictionary<long, KnownOfItem>(), "paul", DateTimeOffset.UnixEpoch, Stop);
        await Store.Dispositions.CompactAsync(Stop);

        Assert.All(doomed, trace => Assert.False(IsInFiles(trace)));
        Assert.All(kept, trace => Assert.True(IsInFiles(trace)));
    }

    [Fact]
    public void No_bytes_of_a_table_that_erases_are_sampled_also_in_partitions_to_come()
    {
        Store.Try("select records.make_partitions(2500000)");
        Store.TryAsKeys("select keys.make_partitions(25000)");

        Assert.Empty(ReadTexts(
            """
            select format('%s.%s', attrelid::regclass, attname) from pg_attribute join pg_class on pg_class.oid = attrelid
            where relnamespace in ('records'::regnamespace, 'keys'::regnamespace) and relkind in ('r', 'p') and atttypid = 'bytea'::regtype
                and relname ~ '^(record|attachment|page)(_[0-9]+)?$|^(quarantine|item_key)$' and attname <> 'identity' and coalesce(attstattarget, -1) <> 0
            """));
        Assert.Equal(
            ["keys.item_key.salt p", "keys.page.slots p", "keys.page_0.slots p", "keys.page_2.slots p", "records.attachment.body e", "records.attachment_0.body e",
             "records.attachment_2.body e", "records.quarantine.body e", "records.record.body e", "records.record_0.body e", "records.record_2.body e"],
            ReadTexts(
                """
                select format('%s.%s %s', attrelid::regclass, attname, attstorage) from pg_attribute join pg_class on pg_class.oid = attrelid
                where relnamespace in ('records'::regnamespace, 'keys'::regnamespace) and relkind in ('r', 'p') and relname !~ '_1$'
                    and (attname in ('slots', 'salt') or attname = 'body' and relname <> 'entry') order by 1
                """));
    }

    [Fact]
    public async Task An_older_reader_keeps_bytes_alive_and_the_clean_up_says_so_until_it_is_gone()
    {
        var doomed = Traces(150);
        await using var reader = new NpgsqlConnection(server.Super(Store.Database).ConnectionString);
        await reader.OpenAsync(Stop);
        await using (var look = new NpgsqlCommand("begin isolation level repeatable read; select count(*) from keys.setting", reader))
        {
            await look.ExecuteNonQueryAsync(Stop);
        }

        await Store.Dispositions.DisposeAsync([150], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);
        var busy = await Assert.ThrowsAsync<StorageException>(() => Store.Dispositions.CompactAsync(Stop));
        Assert.Equal(StorageFailure.Busy, busy.Kind);
        Assert.All(doomed, trace => Assert.True(IsInFiles(trace)));

        await reader.CloseAsync();
        await Store.Dispositions.CompactAsync(Stop);
        Assert.All(doomed, trace => Assert.False(IsInFiles(trace)));
    }

    [Fact]
    public async Task A_clean_up_with_nothing_to_do_needs_no_owner()
    {
        Store.Options.OwnerConnectionString = null;
        Store.Close();

        await Store.Dispositions.CompactAsync(Stop);
        await Store.Dispositions.DisposeAsync([150], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);

        var refused = await Assert.ThrowsAsync<StorageException>(() => Store.Dispositions.CompactAsync(Stop));
        Assert.Equal(StorageFailure.Refused, refused.Kind);
        Assert.Contains("OwnerConnectionString", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_another_process_left_are_erased_with_the_next_disposition()
    {
        using var other = Store.OpenArchive(null);
        await using var ports = Store.Provide(other);
        await Store.Dispositions.DisposeAsync([150], Day, "test", DateTimeOffset.UnixEpoch, null, Stop);
        var slots = Store.ReadKeyPages().SelectMany(p => p.Chunk(32)).ToArray();
        Assert.DoesNotContain(slots[150], b => b != 0);

        // As if that process had died between the commit and the erasure.
        Store.AttackKeys($"update setting set value = decode('{-1L:x16}', 'hex') where name = 'erased'; update page set slots = set_byte(slots, 150 % 126 * 32, 7) where page_index = 1");
        await ((IDispositionStore)ports.GetService(typeof(IDispositionStore))!).DisposeAsync([151], Day, "test", DateTimeOffset.UnixEpoch, null, Stop); // registered

        slots = [.. Store.ReadKeyPages().SelectMany(p => p.Chunk(32))];
        Assert.DoesNotContain(slots[150].Concat(slots[151]), b => b != 0);
        Assert.Empty((await Store.VerifyAsync(Stop)).Findings);
    }

    /// <summary>The wrapped key, a piece of the ciphertext and the id that the platform gave.</summary>
    private byte[][] Traces(int sequence)
    {
        var key = Store.ReadKeyPages().SelectMany(p => p.Chunk(32)).ElementAt(sequence);
        using var connection = new NpgsqlConnection(server.Super(Store.Database).ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"select substr(body, 1, 24) from records.record where sequence = {sequence}", connection);
        var cipher = (byte[])command.ExecuteScalar()!; // appended before
        return [key, cipher, System.Text.Encoding.ASCII.GetBytes($"C1:native-{sequence:0000}")];
    }

    private List<string> ReadTexts(string query)
    {
        using var connection = new NpgsqlConnection(server.Super(Store.Database).ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(query, connection);
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private bool IsInFiles(byte[] trace) => Store.RawFiles().Any(file => file.AsSpan().IndexOf(trace) >= 0);
}
