using System.Diagnostics;
using System.Globalization;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Storage;
using Archive.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Benchmarks;

/// <summary>The same messages appended to one PostgreSQL archive by one process, by two and by four, each from a source of its own; and what stops them: the
/// row of the log's state, which every page holds while it is written. Left out unless --postgresql names a server; everything made there is deleted.</summary>
internal static class WorkersMeasurement
{
    /// <summary>One alone also without sealing ahead: where several write, the numbers that each expects are given to another, and the seals are made again
    /// in the page's turn.</summary>
    private static readonly (int Workers, bool IsAhead)[] Crowds = [(1, true), (1, false), (2, true), (4, true)];

    private static readonly int[] Extrapolated = [2, 4, 10, 100];

    public static async Task<object> RunAsync(Bench bench)
    {
        if (bench.Options.PostgreSql is not { } server)
        {
            return new { omitted = PostgreSqlMeasurement.Omitted };
        }

        var runs = new List<WorkersRun>();
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            foreach (var crowd in Crowds)
            {
                runs.Add(await PostgreSqlMeasurement.WithDatabaseAsync(server, connection => RunAsync(bench, connection, crowd)));
                bench.Say($"  {NameOf(crowd)} {runs[^1].PerSecond:F0}/s, waiting {runs[^1].WaitingShare:P0} of their time");
            }
        }

        double Median((int Workers, bool IsAhead) crowd, Func<WorkersRun, double> of) => runs.Where(run => run.Crowd == crowd).Select(of).Median();
        return new
        {
            loads = runs.Select(run => run.Load),
            messagesPerPage = ((double)bench.Corpus.Count / runs[0].Pages).Round(0),
            byWorkers = Crowds.ToDictionary(NameOf, crowd => new
            {
                messagesPerSecond = Median(crowd, run => run.PerSecond).Round(0),
                ratio = runs.Where(run => run.Crowd == crowd).Zip(runs.Where(run => run.Crowd == Crowds[0]), (many, one) => many.PerSecond / one.PerSecond).Median().Round(2),
                waitingShare = Median(crowd, run => run.WaitingShare).Round(2),
                millisecondsWaitingPerPage = Median(crowd, run => run.WaitingMilliseconds).Round(2),
                millisecondsHeldPerPage = Median(crowd, run => run.HeldMilliseconds).Round(2),
                millisecondsPreparedPerPage = Median(crowd, run => run.PreparedMilliseconds).Round(2),
                millisecondsSealedAheadPerPage = Median(crowd, run => run.SealedMilliseconds).Round(2),
                clientCores = Median(crowd, run => run.Cores).Round(2),
            }),

            // Gate and redaction beside each other, sealing and writing in turn.
            severalBySerialShare = Extrapolate(Median(Crowds[1], run => run.PreparedMilliseconds), Median(Crowds[1], run => run.HeldMilliseconds)),

            // If every seal made ahead could be kept.
            severalIfSealedBeside = Extrapolate(Median(Crowds[0], run => run.PreparedMilliseconds + run.SealedMilliseconds), Median(Crowds[0], run => run.HeldMilliseconds)),
        };

        object Extrapolate(double beside, double inTurn)
        {
            var serial = inTurn / (beside + inTurn);
            return new
            {
                serialShare = serial.Round(),
                amdahl = Extrapolated.ToDictionary(workers => workers, workers => (1 / (serial + ((1 - serial) / workers))).Round(2)),
                mostMessagesPerSecond = (bench.Corpus.Count / (inTurn * runs[0].Pages / 1_000)).Round(0),
            };
        }
    }

    private static string NameOf((int Workers, bool IsAhead) crowd) => crowd.IsAhead ? $"{crowd.Workers}" : $"{crowd.Workers}, nothing sealed ahead";

    private static async Task<WorkersRun> RunAsync(Bench bench, string connection, (int Workers, bool IsAhead) crowd)
    {
        var folder = bench.Scratch.NewFolder();
        using var archive = PostgreSqlArchive.Open(new DataFolder(folder), new PostgreSqlOptions { ConnectionString = connection }, null);
        var lines = await File.ReadAllLinesAsync(bench.Corpus.Path);
        List<Process> processes = [];
        foreach (var (number, part) in lines.Chunk((lines.Length + crowd.Workers - 1) / crowd.Workers).Index())
        {
            var file = Path.Combine(bench.Scratch.NewFolder(), "part.jsonl");
            await File.WriteAllLinesAsync(file, part);
            processes.Add(Start(connection, folder, file, $"bench-{number + 1}", crowd.IsAhead));
        }

        try
        {
            await Task.WhenAll(processes.Select(process => ExpectAsync(process, line => line == "ready")));
            await using var watch = await LockWatch.StartAsync(connection);
            var load = Scratch.ReadLoad();
            var started = Stopwatch.GetTimestamp();
            processes.ForEach(process => process.StandardInput.WriteLine());
            var told = await Task.WhenAll(processes.Select(process => ExpectAsync(process, line => line.Contains(' ', StringComparison.Ordinal))));
            var wall = Stopwatch.GetElapsedTime(started);
            var waiting = await watch.StopAsync();
            await RequireAllAsync(archive, bench.Corpus.Count);
            double[][] numbers = [.. told.Select(line => line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
            return new WorkersRun(crowd, bench.Corpus.Count, wall, waiting, load, [.. numbers.Select(n => new WorkerTimes((int)n[0], n[1], n[2], n[3], n[4]))]);
        }
        finally
        {
            foreach (var process in processes)
            {
                process.Kill();
                process.Dispose();
            }
        }
    }

    private static Process Start(string connection, string folder, string file, string source, bool isAhead)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [AppendWorker.Option, folder, file, source, isAhead.ToString()])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, Environment = { [AppendWorker.Variable] = connection },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("A worker did not start.");
    }

    private static async Task<string> ExpectAsync(Process process, Func<string, bool> isIt) =>
        await process.StandardOutput.ReadLineAsync() is { } line && isIt(line) ? line : throw new InvalidOperationException("A worker ended before its time.");

    private static async Task RequireAllAsync(RecordArchive archive, int count)
    {
        await using var services = new ServiceCollection()
            
            .AddPostgreSqlStorage(archive)
            .BuildServiceProvider();
        var statistics = await services.GetRequiredService<IRecordStore>().ReadStatisticsAsync(default);
        if (statistics.Records != count)
        {
            throw new InvalidOperationException($"Of {count} messages {statistics.Records} were stored.");
        }
    }
}

/// <param name="Preparing">Gate and redaction, before the start, in seconds like the rest.</param>
/// <param name="Sealing">Beside the appending.</param>
/// <param name="Appending">From handing a page over to its commit, waiting for the row included.</param>
internal sealed record WorkerTimes(int Pages, double Preparing, double Sealing, double Appending, double Cpu);

/// <param name="Waiting">Of all workers together, for the row.</param>
/// <param name="Load">Load average when it began.</param>
internal sealed record WorkersRun((int Workers, bool IsAhead) Crowd, int Messages, TimeSpan Wall, TimeSpan Waiting, double Load, WorkerTimes[] Times)
{
    public int Pages => Times.Sum(t => t.Pages);

    public double PerSecond => Messages / Wall.TotalSeconds;

    public double WaitingShare => Waiting.TotalSeconds / Times.Sum(t => t.Appending);

    public double WaitingMilliseconds => Waiting.TotalMilliseconds / Pages;

    public double HeldMilliseconds => ((Times.Sum(t => t.Appending) * 1_000) - Waiting.TotalMilliseconds) / Pages;

    public double PreparedMilliseconds => Times.Sum(t => t.Preparing) * 1_000 / Pages;

    public double SealedMilliseconds => Times.Sum(t => t.Sealing) * 1_000 / Pages;

    /// <summary>Preparing included.</summary>
    public double Cores => Times.Sum(t => t.Cpu) / (Wall.TotalSeconds + Times.Max(t => t.Preparing));
}
