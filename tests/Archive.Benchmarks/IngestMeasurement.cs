namespace Archive.Benchmarks;

/// <summary>The whole pipeline against R, round by round: the ratio of a round compares runs that stand next to each other in time.</summary>
internal static class IngestMeasurement
{
    public static async Task<object> RunAsync(Bench bench)
    {
        var count = bench.Corpus.Count;
        var ours = new List<(Cost Cost, double Bytes)>();
        var raw = new List<(Cost Cost, double Bytes)>();
        var peak = 0L;
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            ours.Add(await OursAsync(bench));
            peak = round == 0 ? Scratch.ReadPeakMegabytes() : peak;
            raw.Add(Raw(bench));
            bench.Say($"  ingest {ours[^1].Cost.PerSecond(count):F0}/s, {ours[^1].Cost.CpuMicroseconds(count):F1} us CPU; R {raw[^1].Cost.PerSecond(count):F0}/s");
        }

        return new
        {
            messagesPerSecond = ours.Select(o => o.Cost.PerSecond(count)).Median().Round(0),
            rawMessagesPerSecond = raw.Select(o => o.Cost.PerSecond(count)).Median().Round(0),
            ratio = Enumerable.Range(0, ours.Count).Select(i => raw[i].Cost.Wall / ours[i].Cost.Wall).Median().Round(),
            ratios = Enumerable.Range(0, ours.Count).Select(i => (raw[i].Cost.Wall / ours[i].Cost.Wall).Round()),
            bytesPerMessage = ours.Select(o => o.Bytes).Median().Round(1),
            rawBytesPerMessage = raw.Select(o => o.Bytes).Median().Round(1),
            bytesRatio = (ours.Select(o => o.Bytes).Median() / raw.Select(o => o.Bytes).Median()).Round(),
            cpuMicrosecondsPerMessage = ours.Select(o => o.Cost.CpuMicroseconds(count)).Median().Round(2),
            allocatedBytesPerMessage = ours.Select(o => (double)o.Cost.Allocated / count).Median().Round(0),
            collectionMicrosecondsPerMessage = ours.Select(o => o.Cost.Paused.TotalMicroseconds / count).Median().Round(2),
            coresUsed = ours.Select(o => o.Cost.Cpu / o.Cost.Wall).Median().Round(2),
            peakWorkingSetMegabytes = peak,
        };
    }

    private static async Task<(Cost Cost, double Bytes)> OursAsync(Bench bench)
    {
        Cost cost;
        string folder;
        using (var archive = new ArchiveUnderTest(bench))
        {
            folder = archive.Folder.Path;
            cost = await Bench.MeasureAsync(() => archive.FillAsync(bench, ArchiveUnderTest.Keep));
        }

        return (cost, Take(folder, bench));
    }

    /// <summary>R itself.</summary>
    public static (Cost Cost, double Bytes) Raw(Bench bench)
    {
        var messages = bench.Corpus.Messages;
        var folder = bench.Scratch.NewFolder();
        Cost cost;
        using (var store = new RawStore(Path.Combine(folder, "raw.db"), ""))
        {
            cost = Bench.Measure(() => store.InsertAll(messages));
        }

        return (cost, Take(folder, bench));
    }

    /// <summary>Bytes a message of a closed folder, which is deleted.</summary>
    private static double Take(string folder, Bench bench)
    {
        var bytes = (double)Scratch.SizeOf(folder) / bench.Corpus.Count;
        Directory.Delete(folder, recursive: true);
        return bytes;
    }
}
