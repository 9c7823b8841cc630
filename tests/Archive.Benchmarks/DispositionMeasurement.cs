using Archive.Core.Retention;

namespace Archive.Benchmarks;

/// <summary>A retention run over the oldest quarter of the records, clean-up of both files included, against D: raw deletes with secure_delete.</summary>
internal static class DispositionMeasurement
{
    public static async Task<object> RunAsync(Bench bench)
    {
        var messages = bench.Corpus.Messages;
        var now = TimeProvider.System.GetUtcNow();
        var quarter = messages.Select(m => m.Time).Order().ElementAt(messages.Count / 4);
        var policy = new RetentionPolicy("bench-quarter@1", (int)(now - quarter).TotalDays, RetentionAction.Dispose);
        var ours = new List<double>();
        var raw = new List<double>();
        long disposed = 0;
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            using (var archive = new ArchiveUnderTest(bench))
            {
                await archive.FillAsync(bench, policy);
                RetentionReport? report = null;
                var cost = await Bench.MeasureAsync(async () =>
                    report = await archive.Get<RetentionSweep>().RunAsync(now, "system:retention", null, null, default));
                disposed = report is { Failed: 0, Disposed: > 0 and var done }
                    ? done
                    : throw new InvalidOperationException("The retention run failed or found nothing due.");
                ours.Add(cost.PerSecond(disposed));
            }

            raw.Add(Raw(bench, quarter));
            bench.Say($"  disposed {disposed}: {ours[^1]:F0}/s, raw {raw[^1]:F0}/s");
        }

        return new
        {
            disposed,
            recordsPerSecond = ours.Median().Round(0),
            rawPerSecond = raw.Median().Round(0),
            ratio = Enumerable.Range(0, ours.Count).Select(i => ours[i] / raw[i]).Median().Round(),
        };
    }

    private static double Raw(Bench bench, DateTimeOffset until)
    {
        var messages = bench.Corpus.Messages;
        using var store = new RawStore(Path.Combine(bench.Scratch.NewFolder(), "raw.db"), "pragma secure_delete=on");
        store.InsertAll(messages);
        var due = Enumerable.Range(1, messages.Count).Where(i => messages[i - 1].Time < until).Select(i => (long)i).ToList();
        return Bench.Measure(() => store.Delete(due, messages)).PerSecond(due.Count);
    }
}
