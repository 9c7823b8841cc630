using System.Text;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Archive.Benchmarks;

/// <summary>Pages sealed and appended, committed each 1,000, against one binary COPY of the same texts into one table with a full-text index, on the same
/// server. Left out unless --postgresql names one; everything made there is deleted.</summary>
internal static class PostgreSqlMeasurement
{
    public const string Omitted = "no server; name one with --postgresql \"Host=127.0.0.1;Username=postgres;Password=…\"";

    public static async Task<object> RunAsync(Bench bench)
    {
        if (bench.Options.PostgreSql is not { } server)
        {
            return new { omitted = Omitted };
        }

        var count = bench.Corpus.Count;
        var pages = await PageCollector.PrepareAsync(bench);
        var ours = new List<(Cost Seal, Cost Append, double Bytes)>();
        var raw = new List<(Cost Cost, double Bytes)>();
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            ours.Add(await WithDatabaseAsync(server, connection => OursAsync(bench, pages, connection)));
            raw.Add(await WithDatabaseAsync(server, connection => RawAsync(bench, connection)));
            bench.Say($"  postgresql seal {ours[^1].Seal.PerSecond(count):F0}/s, append {ours[^1].Append.PerSecond(count):F0}/s; COPY {raw[^1].Cost.PerSecond(count):F0}/s");
        }

        return new
        {
            appendMessagesPerSecond = ours.Select(o => o.Append.PerSecond(count)).Median().Round(0),
            sealMessagesPerSecond = ours.Select(o => o.Seal.PerSecond(count)).Median().Round(0),
            rawMessagesPerSecond = raw.Select(o => o.Cost.PerSecond(count)).Median().Round(0),
            ratio = Enumerable.Range(0, ours.Count).Select(i => raw[i].Cost.Wall / ours[i].Append.Wall).Median().Round(),
            ratioWithSealing = Enumerable.Range(0, ours.Count).Select(i => raw[i].Cost.Wall / (ours[i].Append.Wall + ours[i].Seal.Wall)).Median().Round(),
            bytesPerMessage = ours.Select(o => o.Bytes).Median().Round(1),
            rawBytesPerMessage = raw.Select(o => o.Bytes).Median().Round(1),
            clientCpuMicrosecondsPerMessage = ours.Select(o => o.Append.CpuMicroseconds(count)).Median().Round(2),
        };
    }

    private static async Task<(Cost Seal, Cost Append, double Bytes)> OursAsync(Bench bench, List<PreparedPage> pages, string connection)
    {
        var folder = new DataFolder(bench.Scratch.NewFolder());
        using var archive = PostgreSqlArchive.Open(folder, new PostgreSqlOptions { ConnectionString = connection }, null);
        await using var services = new ServiceCollection()
            
            .AddPostgreSqlStorage(archive)
            .BuildServiceProvider();
        var records = services.GetRequiredService<IRecordStore>();
        var sealedPages = new List<PreparedPage>();
        var seal = Bench.Measure(() => sealedPages.AddRange(pages.Select(records.SealAhead)));
        var append = await Bench.MeasureAsync(async () =>
        {
            foreach (var page in sealedPages)
            {
                await records.AppendAsync(page, default);
            }
        });
        var statistics = await records.ReadStatisticsAsync(default);
        return statistics.Records == bench.Corpus.Count
            ? (seal, append, await SizeAsync(connection) / bench.Corpus.Count)
            : throw new InvalidOperationException($"Of {bench.Corpus.Count} messages {statistics.Records} were stored.");
    }

    private static async Task<(Cost Cost, double Bytes)> RawAsync(Bench bench, string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, """
            create table m(id bigint primary key, nid text, conversation text, sender text, time timestamptz, text text);
            create index f on m using gin (to_tsvector('simple', text));
            """);
        using var spacing = new RawStore(Path.Combine(bench.Scratch.NewFolder(), "spacing.db"), "");
        var texts = bench.Corpus.Messages.Select(m => Encoding.UTF8.GetString(spacing.Space(m.Text.Replace("\0", "", StringComparison.Ordinal)))).ToList();
        var cost = Bench.Measure(() =>
        {
            using var copy = connection.BeginBinaryImport("copy m from stdin (format binary)");
            for (var i = 0; i < texts.Count; i++)
            {
                var message = bench.Corpus.Messages[i];
                copy.StartRow();
                copy.Write(i + 1L, NpgsqlDbType.Bigint);
                copy.Write(message.Id, NpgsqlDbType.Text);
                copy.Write(message.Conversation, NpgsqlDbType.Text);
                copy.Write(message.Sender, NpgsqlDbType.Text);
                copy.Write(message.Time.ToUniversalTime(), NpgsqlDbType.TimestampTz);
                copy.Write(texts[i], NpgsqlDbType.Text);
            }

            copy.Complete();
        });
        return (cost, await SizeAsync(connectionString) / bench.Corpus.Count);
    }

    public static async Task<T> WithDatabaseAsync<T>(string server, Func<string, Task<T>> measure)
    {
        var name = $"bench_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"create database {name}");
        try
        {
            return await measure(new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(connection, $"drop database {name} with (force)");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<double> SizeAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select sum(pg_total_relation_size(oid))::bigint from pg_class where relkind = 'r' and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'", connection);
        return (long)(await command.ExecuteScalarAsync())!; // one row
    }
}
