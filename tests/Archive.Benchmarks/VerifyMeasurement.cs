using System.Security.Cryptography;
using Archive.Core.Evidence;

namespace Archive.Benchmarks;

/// <summary>The full verification, keys included, against SHA-256 of the same lines.</summary>
internal static class VerifyMeasurement
{
    public static async Task<object> RunAsync(Bench bench)
    {
        using var archive = new ArchiveUnderTest(bench);
        await archive.FillAsync(bench, ArchiveUnderTest.Keep);
        var lines = (await File.ReadAllLinesAsync(bench.Corpus.Path)).Select(System.Text.Encoding.UTF8.GetBytes).ToArray();
        var ours = new List<double>();
        var hash = new List<double>();
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            VerificationReport? report = null;
            var cost = await Bench.MeasureAsync(async () => report = await archive.Get<ILogVerifier>().VerifyAsync(null, default));
            if (report is not { Result: VerificationResult.Intact })
            {
                throw new InvalidOperationException("The archive did not verify.");
            }

            ours.Add(cost.PerSecond(report.Checked));
            hash.Add(Bench.Measure(() => Hash(lines)).PerSecond(lines.Length));
        }

        return new
        {
            leavesPerSecond = ours.Median().Round(0),
            sha256LinesPerSecond = hash.Median().Round(0),
            ratio = Enumerable.Range(0, ours.Count).Select(i => ours[i] / hash[i]).Median().Round(),
        };
    }

    private static void Hash(byte[][] lines)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> hash = stackalloc byte[32];
        foreach (var line in lines)
        {
            sha.AppendData(line);
            sha.GetHashAndReset(hash);
        }
    }
}
