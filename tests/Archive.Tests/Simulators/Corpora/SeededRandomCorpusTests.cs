using Archive.Simulators.Corpus.Bank;
using Xunit;

namespace Archive.Tests.Simulators.Corpora;

public sealed class SeededRandomCorpusTests
{
    [Fact]
    public void Gives_the_published_numbers_of_SplitMix64()
    {
        var random = new SeededRandom(1234567);

        ulong[] first = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];

        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], first);
    }

    [Fact]
    public void Reaches_both_bounds_and_nothing_beyond()
    {
        var random = new SeededRandom(5);

        var drawn = Enumerable.Range(0, 1_000).Select(_ => random.Between(3, 6)).ToHashSet();

        Assert.Equal([3, 4, 5, 6], drawn.Order());
    }
}
