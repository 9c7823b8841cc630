using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Archive.Simulators.Corpus;

namespace Archive.Cli.Demo;

/// <summary>What a demo folder was made from. The same plan gives the same messages, so a folder can go on only with its own.</summary>
/// <param name="Messages">How many messages are written or, of a corpus file, taken at most.</param>
/// <param name="Corpus">SHA-256 of the corpus file; null for the written corpus.</param>
/// <param name="Platforms">Over which platforms the written corpus is divided. Null for a corpus file, and in folders of the time when all was on Slack.</param>
internal sealed record DemoPlan(int Seed, int Messages, string? Corpus, string? Platforms = null)
{
    private const string All = "slack, feishu, wecom";

    /// <summary>Path of the corpus file, which may change its place from run to run.</summary>
    [JsonIgnore]
    public string? File { get; init; }

    public static async Task<DemoPlan> CreateAsync(int seed, int messages, string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return new DemoPlan(seed, messages, null, All);
        }

        await using var content = System.IO.File.OpenRead(file);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        return new DemoPlan(seed, messages, hash) { File = file };
    }

    public Corpus ReadCorpus() => File is null ? BankCorpusGenerator.Generate(Messages, Seed) : JsonLinesCorpus.Read(File, Messages);

    public string Describe() => Corpus is null
        ? $"--seed {Seed} --messages {Messages}{Platforms switch { All => "", null => " by an earlier version, all on Slack", _ => $" by an earlier version, on {Platforms}" }}"
        : $"--seed {Seed} --messages {Messages} --corpus (SHA-256 {Corpus[..12]}…)";
}
