using System.Diagnostics;
using System.Globalization;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Benchmarks;

/// <summary>One of several processes that append to an archive on PostgreSQL, each from a source of its own. It prepares its pages, says "ready", waits for a
/// line, appends, and says how long what took.</summary>
internal static class AppendWorker
{
    public const string Option = "--append-worker";

    /// <summary>The connection string, which is a secret and so no argument.</summary>
    public const string Variable = "ARCHIVE_BENCH_POSTGRESQL";

    /// <param name="folder">Data folder of the archive, with its master key.</param>
    /// <param name="lines">The part of the corpus that is this worker's.</param>
    /// <param name="isAhead">Whether pages are sealed before their turn.</param>
    public static async Task RunAsync(string folder, string lines, string source, bool isAhead)
    {
        using var scratch = new Scratch();
        var corpus = Corpus.Cut(lines, int.MaxValue, scratch.File("corpus.jsonl"));
        var bench = new Bench(new BenchmarkOptions(lines, corpus.Count, 1, null, null, null, null), corpus, scratch);
        var preparing = Stopwatch.StartNew();
        List<PreparedPage> pages = [.. (await PageCollector.PrepareAsync(bench)).Select(page => page with { Source = source })];
        preparing.Stop();

        var options = new PostgreSqlOptions { ConnectionString = Environment.GetEnvironmentVariable(Variable) };
        using var archive = PostgreSqlArchive.Open(new DataFolder(folder), options, null);
        await using var services = new ServiceCollection()
            
            .AddPostgreSqlStorage(archive)
            .BuildServiceProvider();
        var records = services.GetRequiredService<IRecordStore>();
        GC.Collect();
        Console.WriteLine("ready");
        Console.ReadLine();

        var (sealing, appending) = await AppendAsync(records, pages, isAhead);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{pages.Count} {preparing.Elapsed.TotalSeconds} {sealing.TotalSeconds} {appending.TotalSeconds} {Environment.CpuUsage.TotalTime.TotalSeconds}"));
    }

    /// <summary>The next page is sealed while one is appended, as in the pipeline.</summary>
    private static async Task<(TimeSpan Sealing, TimeSpan Appending)> AppendAsync(IRecordStore records, List<PreparedPage> pages, bool isAhead)
    {
        var (sealing, appending) = (new Stopwatch(), new Stopwatch());
        var next = SealAsync(0);
        for (var i = 0; i < pages.Count; i++)
        {
            var page = await next;
            next = i + 1 < pages.Count ? SealAsync(i + 1) : next;
            appending.Start();
            await records.AppendAsync(page, default);
            appending.Stop();
        }

        return (sealing.Elapsed, appending.Elapsed);

        Task<PreparedPage> SealAsync(int number) => Task.Run(() =>
        {
            sealing.Start();
            var page = isAhead ? records.SealAhead(pages[number]) : pages[number];
            sealing.Stop();
            return page;
        });
    }
}
