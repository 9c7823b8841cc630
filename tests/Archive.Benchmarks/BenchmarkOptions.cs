using System.Globalization;

namespace Archive.Benchmarks;

/// <summary>The command line.</summary>
/// <param name="Only">Name of the one measurement to run; null for all.</param>
/// <param name="Elasticsearch">Server for "elasticsearch"; null to leave it out.</param>
/// <param name="PostgreSql">Connection string of a superuser for "postgresql"; null to leave it out.</param>
/// <param name="ArchivePath">Built <c>archive</c> executable for "start"; null to look beside the sources.</param>
internal sealed record BenchmarkOptions(string CorpusPath, int Count, int Rounds, string? Only, string? ArchivePath, Uri? Elasticsearch, string? PostgreSql)
{
    /// <exception cref="ArgumentException">An option is unknown, lacks its value, or is out of bounds.</exception>
    public static BenchmarkOptions Parse(string[] args)
    {
        var options = new BenchmarkOptions("", 200_000, 3, null, null, null, null);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} has no value.");
            options = args[i] switch
            {
                "--corpus" => options with { CorpusPath = value },
                "--n" => options with { Count = int.Parse(value, CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--only" => options with { Only = value },
                "--elasticsearch" => options with { Elasticsearch = new Uri(value) },
                "--postgresql" => options with { PostgreSql = value },
                "--archive" => options with { ArchivePath = value },
                _ => throw new ArgumentException($"{args[i]} is unknown; known are --corpus, --n, --rounds, --only, --archive, --elasticsearch, --postgresql."),
            };
        }

        return options is { CorpusPath.Length: > 0, Count: >= 1_000, Rounds: >= 1 }
            ? options
            : throw new ArgumentException("--corpus FILE is needed, --n from 1000, --rounds from 1.");
    }
}
