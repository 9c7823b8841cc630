using Archive.Tests.Sanctioning;
using System.Runtime.CompilerServices;
using Archive.Core.Connectors;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Sanctioning;
using Archive.Core.Search;

namespace Archive.Benchmarks;

/// <summary>Each stage of the pipeline alone, on the output of the one before, so that the slow one is seen.</summary>
internal static class StageMeasurement
{
    private const int IndexBatch = 10_000;

    public static async Task<object> RunAsync(Bench bench)
    {
        var rounds = new List<(Cost Read, Cost Prepare, Cost Seal, Cost Append, Cost Index)>();
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            rounds.Add(await RoundAsync(bench));
        }

        return new
        {
            read = Describe(rounds.Select(r => r.Read), bench),
            prepare = Describe(rounds.Select(r => r.Prepare), bench),
            seal = Describe(rounds.Select(r => r.Seal), bench),
            append = Describe(rounds.Select(r => r.Append), bench),
            index = Describe(rounds.Select(r => r.Index), bench),
        };
    }

    private static object Describe(IEnumerable<Cost> costs, Bench bench) => new
    {
        messagesPerSecond = costs.Select(c => c.PerSecond(bench.Corpus.Count)).Median().Round(0),
        wallMicrosecondsPerMessage = costs.Select(c => 1e6 / c.PerSecond(bench.Corpus.Count)).Median().Round(2),
        allocatedBytesPerMessage = costs.Select(c => (double)c.Allocated / bench.Corpus.Count).Median().Round(0),
        collectionMicrosecondsPerMessage = costs.Select(c => c.Paused.TotalMicroseconds / bench.Corpus.Count).Median().Round(2),
        cpuMicrosecondsPerMessage = costs.Select(c => c.CpuMicroseconds(bench.Corpus.Count)).Median().Round(2),
    };

    private static async Task<(Cost Read, Cost Prepare, Cost Seal, Cost Append, Cost Index)> RoundAsync(Bench bench)
    {
        using var archive = new ArchiveUnderTest(bench);
        var pages = new List<SourcePage>();
        var read = await Bench.MeasureAsync(async () =>
        {
            await foreach (var page in ArchiveUnderTest.Connector(bench).ReadAsync(new SourceCursor(new Dictionary<string, string>()), default))
            {
                pages.Add(page);
            }
        });

        var register = ArchiveUnderTest.RegisterOf(bench.Corpus);
        var collected = new PageCollector(archive.Records);
        var pipeline = new IngestionPipeline(collected, archive.Index, archive.Get<IRedactor>(), TestRegister.DeskOf(register), TimeProvider.System);
        var prepare = await Bench.MeasureAsync(() => pipeline.RunAsync(new ReadPages(pages), ArchiveUnderTest.Keep, null, null, default));

        var sealedPages = new List<PreparedPage>();
        var seal = Bench.Measure(() => sealedPages.AddRange(collected.Pages.Select(archive.Records.SealAhead)));

        var results = new List<AppendResult>();
        var append = await Bench.MeasureAsync(async () =>
        {
            foreach (var page in sealedPages)
            {
                results.Add(await archive.Records.AppendAsync(page, default));
            }
        });

        var index = await Bench.MeasureAsync(async () =>
        {
            foreach (var batch in results.SelectMany(r => r.Records).Chunk(IndexBatch))
            {
                var documents = batch.Select(r => IndexCatchUp.ToDocument(r.Sequence, ArchiveUnderTest.Source, r.Item.Message, r.Item.Marks, "default@1")).ToList();
                await archive.Index.ApplyAsync(documents, documents[^1].Sequence, default);
            }
        });
        return (read, prepare, seal, append, index);
    }

    private sealed class ReadPages(IReadOnlyList<SourcePage> pages) : IChatConnector
    {
        public string Source => ArchiveUnderTest.Source;

        public string Platform => "jsonlines";

        public Provenance Provenance => Provenance.Imported;

        public async IAsyncEnumerable<SourcePage> ReadAsync(SourceCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var page in pages)
            {
                yield return page;
            }

            await Task.CompletedTask;
        }
    }
}
