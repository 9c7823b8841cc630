using Archive.Core.Dependencies;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Storage;
using Archive.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Archive.Tests.Storage.StoreFixture;

namespace Archive.IntegrationTests.Storage;

/// <summary>Several processes on one database, and a server that dies. An archive that is opened twice shares nothing but the database.</summary>
public sealed class PostgreSqlProcessesTests(PostgreSqlTestServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_append_at_the_same_time_and_make_one_log()
    {
        using var store = (PostgreSqlStore)await PostgreSqlStore.NewAsync(server);
        using var first = store.OpenArchive(null);
        using var second = store.OpenArchive(null);
        await using var one = store.Provide(first);
        await using var other = store.Provide(second);

        // Pages overlap by half, and each process writes entries in between.
        await Task.WhenAll(AppendAsync(one, 0), AppendAsync(other, 250));

        var records = await store.Records.ReadAfterAsync(0, int.MaxValue, Stop);
        Assert.Equal(Enumerable.Range(1, 750).Select(n => (long)n), records.Select(r => r.Sequence));
        Assert.Equal(750, records.Select(r => r.Message.NativeId).Distinct().Count());
        var statistics = await store.Records.ReadStatisticsAsync(Stop);
        Assert.Equal((1_000, 750, 250, 790), (statistics.Received, statistics.Admitted, statistics.Duplicate, statistics.TreeSize));
        Assert.Empty((await store.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task A_process_that_stood_by_while_another_captured_and_disposed_of_it_captures_on()
    {
        using var store = (PostgreSqlStore)await PostgreSqlStore.NewAsync(server);
        using var first = store.OpenArchive(null);
        using var second = store.OpenArchive(null);
        await using var one = store.Provide(first);
        await using var other = store.Provide(second);
        var (busy, idle) = (one.GetRequiredService<IRecordStore>(), other.GetRequiredService<IRecordStore>());
        await busy.AppendAsync(
            Page([.. Enumerable.Range(1, 300).Select(i => Item($"C1:{i}", "text"))]) with { Retention = new RetentionPolicy("gone@1", 0, RetentionAction.Dispose) }, Stop);
        var today = TimeProvider.System.GetUtcNow();
        var gone = await one.GetRequiredService<IDispositionStore>().DisposeAsync(
            [.. Enumerable.Range(1, 300).Select(i => (long)i)], DateOnly.FromDateTime(today.UtcDateTime), "tester", today, null, Stop);
        Assert.Equal(300, gone.Disposed.Count);

        for (var page = 0; page < 3; page++)
        {
            var ahead = idle.SealAhead(Page([.. Enumerable.Range(page * 10, 10).Select(i => Item($"C2:{i}", "text"))]));
            Assert.Equal(page == 0, ahead.Sealed is null); // after the first it knows where the log ends
            Assert.Equal(10, (await idle.AppendAsync(ahead, Stop)).Records.Count);
        }

        Assert.Equal(Enumerable.Range(301, 30).Select(n => (long)n), (await store.Records.ReadAfterAsync(0, int.MaxValue, Stop)).Select(r => r.Sequence));
        Assert.Empty((await store.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task Processes_that_make_the_first_keys_at_the_same_time_do_not_stop_each_other()
    {
        for (var round = 0; round < 3; round++)
        {
            using var store = (PostgreSqlStore)await PostgreSqlStore.NewAsync(server);
            RecordArchive[] archives = [.. Enumerable.Range(0, 6).Select(_ => store.OpenArchive(null))];
            ServiceProvider[] processes = [.. archives.Select(store.Provide)];

            await Task.WhenAll(processes.Select((process, number) => Task.Run(
                async () =>
                {
                    var records = process.GetRequiredService<IRecordStore>();
                    await records.AppendAsync(records.SealAhead(Page([Item($"C{number}:1", "text")])), Stop);
                },
                Stop)));

            Assert.Equal(processes.Length, (await store.Records.ReadAfterAsync(0, int.MaxValue, Stop)).Count);
            Assert.Empty((await store.VerifyAsync(Stop)).Findings);
            foreach (var (process, archive) in processes.Zip(archives))
            {
                await process.DisposeAsync();
                archive.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_of_appends_loses_nothing_and_repeats_nothing()
    {
        var folder = PostgreSqlTestServer.NewFolder();
        var connection = await PostgreSqlTestServer.StartAsync(folder);
        var data = new DataFolder(Path.Combine(folder, "archive"));
        Directory.CreateDirectory(data.Path);
        var options = new PostgreSqlOptions { ConnectionString = connection, Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(20) };
        try
        {
            using var archive = PostgreSqlArchive.Open(data, options, null);
            await using var services = Provide(archive);
            var records = services.GetRequiredService<IRecordStore>();
            var answered = 0;
            for (var death = 0; death < 4; death++)
            {
                var before = answered;
                var appending = Task.Run(
                    async () =>
                    {
                        // Every page until the server is gone; those that were answered before come again as duplicates.
                        for (var page = Math.Max(0, answered - 2); ; page++)
                        {
                            await records.AppendAsync(Page([.. Enumerable.Range(page * 50, 50).Select(i => Item($"C1:{i}", $"text {i}", $"U{i}"))]), Stop);
                            answered = Math.Max(answered, page + 1);
                        }
                    },
                    Stop);
                while (!appending.IsCompleted && Volatile.Read(ref answered) < before + 2)
                {
                    await Task.Delay(5, Stop);
                }

                await Task.Delay(50 + (death * 37), Stop);
                await PostgreSqlTestServer.StopAsync(folder);

                var failure = await Assert.ThrowsAsync<StorageException>(() => appending);
                Assert.Equal(StorageFailure.Unreachable, failure.Kind);
                await PostgreSqlTestServer.StartAsync(folder);
            }

            Assert.True(answered > 5, "the server died too early to tell anything");
            await records.AppendAsync(Page([Item("C9:1", "after")]), Stop);
            var stored = await records.ReadAfterAsync(0, int.MaxValue, Stop);
            Assert.Equal(Enumerable.Range(1, stored.Count).Select(n => (long)n), stored.Select(r => r.Sequence));
            var ids = stored.Select(r => r.Message.NativeId).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.Empty(Enumerable.Range(0, answered * 50).Select(i => $"C1:{i}").Except(ids));
            Assert.Equal(0, (ids.Count - 1) % 50);
            Assert.Empty((await services.GetRequiredService<ILogVerifier>().VerifyAsync(null, Stop)).Findings);
        }
        finally
        {
            await PostgreSqlTestServer.StopAsync(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_as_such_and_its_return_too()
    {
        var folder = PostgreSqlTestServer.NewFolder();
        var connection = await PostgreSqlTestServer.StartAsync(folder);
        var data = new DataFolder(Path.Combine(folder, "archive"));
        Directory.CreateDirectory(data.Path);
        try
        {
            using var archive = PostgreSqlArchive.Open(data, new PostgreSqlOptions { ConnectionString = connection, Retries = 0, RetryDelay = TimeSpan.FromMilliseconds(1) }, null);
            await using var services = Provide(archive);
            var (records, states) = (services.GetRequiredService<IRecordStore>(), services.GetRequiredService<DependencyStates>());
            Assert.Equal(DependencyCondition.Closed, states.Find("postgresql")?.State);

            await PostgreSqlTestServer.StopAsync(folder);
            while (states.Find("postgresql")?.State == DependencyCondition.Closed)
            {
                await Assert.ThrowsAsync<StorageException>(() => records.ReadLastSequenceAsync(Stop));
            }

            await PostgreSqlTestServer.StartAsync(folder);
            await Task.Delay(TimeSpan.FromSeconds(2.5), Stop); // the circuit is tried again after two
            await records.ReadLastSequenceAsync(Stop);

            Assert.Equal(DependencyCondition.Closed, states.Find("postgresql")?.State);
        }
        finally
        {
            await PostgreSqlTestServer.StopAsync(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Two_processes_that_find_an_empty_database_make_one_archive()
    {
        var database = await server.NewDatabaseAsync();
        var folder = new DataFolder(Path.Combine(Path.GetTempPath(), "archive-test-" + Guid.NewGuid().ToString("N")));
        Directory.CreateDirectory(folder.Path);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => PostgreSqlArchive.Migrate(server.Options(database)), Stop)));
        using (var archive = PostgreSqlArchive.Open(folder, server.Options(database), null))
        {
            Assert.NotNull(archive);
        }

        // The key of another folder does not fit.
        Directory.Delete(folder.Path, recursive: true);
        Directory.CreateDirectory(folder.Path);
        var missing = Assert.Throws<StorageException>(() => PostgreSqlArchive.Open(folder, server.Options(database), null));
        Assert.Contains("master.key is missing", missing.Message, StringComparison.Ordinal);
        Directory.Delete(folder.Path, recursive: true);
        await server.DropAsync(database);
    }

    private static async Task AppendAsync(ServiceProvider services, int from)
    {
        var records = services.GetRequiredService<IRecordStore>();
        var log = services.GetRequiredService<IEvidenceLog>();
        for (var page = 0; page < 20; page++)
        {
            var items = Enumerable.Range(from + (page * 25), 25).Select(i => Item($"C{i % 7}:{i}", $"text {i}", $"U{i % 40}", $"C{i % 7}"));
            await records.AppendAsync(records.SealAhead(Page([.. items])), Stop);
            await log.AppendAsync(new EvidenceEntry(EvidenceKind.Searched, DateTimeOffset.UnixEpoch, "carla", "{}"), Stop);
        }
    }

    private static ServiceProvider Provide(RecordArchive archive) => new ServiceCollection()
        
        .AddPostgreSqlStorage(archive)
        .BuildServiceProvider();
}
