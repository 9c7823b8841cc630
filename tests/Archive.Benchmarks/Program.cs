using System.Text.Encodings.Web;
using System.Text.Json;
using Archive.Benchmarks;

if (args is [EmptyApp.Option, var url])
{
    await EmptyApp.RunAsync(url);
    return;
}

if (args is [AppendWorker.Option, var folder, var lines, var source, var isAhead])
{
    await AppendWorker.RunAsync(folder, lines, source, bool.Parse(isAhead));
    return;
}

var options = BenchmarkOptions.Parse(args);
using var scratch = new Scratch();
var corpus = Corpus.Cut(options.CorpusPath, options.Count, scratch.File("corpus.jsonl"));
var bench = new Bench(options, corpus, scratch);

// Ingest comes first: what later measurements keep in memory would count as its working set.
(string Name, Func<Task<object>> Measure)[] measurements =
[
    ("ingest", () => IngestMeasurement.RunAsync(bench)),
    ("stages", () => StageMeasurement.RunAsync(bench)),
    ("single", () => SingleMeasurement.RunAsync(bench)),
    ("search", () => SearchMeasurement.RunAsync(bench)),
    ("elasticsearch", () => ElasticsearchMeasurement.RunAsync(bench)),
    ("postgresql", () => PostgreSqlMeasurement.RunAsync(bench)),
    ("workers", () => WorkersMeasurement.RunAsync(bench)),
    ("verify", () => VerifyMeasurement.RunAsync(bench)),
    ("disposition", () => DispositionMeasurement.RunAsync(bench)),
    ("redaction", () => Task.FromResult(RedactionMeasurement.Run(bench))),
    ("start", () => StartMeasurement.RunAsync(bench)),
];
if (options.Only is { } only && measurements.All(m => m.Name != only))
{
    throw new ArgumentException($"--only {only} is unknown; known are {string.Join(", ", measurements.Select(m => m.Name))}.");
}

var report = new Dictionary<string, object>(StringComparer.Ordinal)
{
    ["corpus"] = new { messages = corpus.Count, options.Rounds, cores = Environment.ProcessorCount, loadBefore = Scratch.ReadLoad() },
};
foreach (var (name, measure) in measurements.Where(m => options.Only is null || options.Only == m.Name))
{
    bench.Say($"{name} …");
    report[name] = await measure();
}

Console.WriteLine(JsonSerializer.Serialize(report, new JsonSerializerOptions(JsonSerializerDefaults.Web)
{
    WriteIndented = true,
    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
}));
