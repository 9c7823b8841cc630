using System.Collections.Concurrent;
using System.Globalization;
using Archive.Simulators.Corpus;

namespace Archive.IntegrationTests.Faults;

/// <summary>Whatever the platform and the network do, the archive ends up with what an undisturbed pull gives it. One subclass for each way to read a
/// platform.</summary>
public abstract class PullContract
{
    private static readonly ConcurrentDictionary<Type, Lazy<Task<HashSet<(string Id, string Revision, string Text)>>>> Calm = new();

    /// <summary>Seeds to try; ARCHIVE_TEST_FAULT_SEEDS asks for more than twenty.</summary>
    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("ARCHIVE_TEST_FAULT_SEEDS") ?? "20", CultureInfo.InvariantCulture))];

    protected static Corpus Corpus { get; } = BankCorpusGenerator.Generate(250, 3);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Holds_what_an_undisturbed_pull_holds(int seed)
    {
        var expected = await ExpectedAsync();
        await using var pull = await StartInStormAsync(seed);

        await pull.FinishAsync();

        var held = await pull.ReadAsync();
        Assert.True(expected.SetEquals(held), $"missing {expected.Except(held).Count()}, unexpected {held.Except(expected).Count()}");
        Assert.True(pull.Faults > 20, "hardly a fault was injected");
        await pull.Archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Outlasts_a_failure_longer_than_its_patience()
    {
        var expected = await ExpectedAsync();
        await using var pull = await StartWithErrorsAsync(Enumerable.Range(60, 8));

        Assert.True(await pull.FinishAsync() > 0, "no run failed");

        Assert.True(expected.SetEquals(await pull.ReadAsync()));
        await pull.Archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Gives_up_on_answers_that_never_come_and_asks_again()
    {
        var expected = await ExpectedAsync();
        await using var pull = await StartWithHangsAsync([3, 50]);

        await pull.FinishAsync();

        Assert.Equal(2, pull.Hangs);
        Assert.True(expected.SetEquals(await pull.ReadAsync()));
        await pull.Archive.AssertSoundAsync();
    }

    /// <summary>Undisturbed.</summary>
    private protected abstract Task<PlatformPull> StartAsync();

    /// <summary>One request in four goes wrong, and now and then more in a row than the connector has patience for.</summary>
    private protected abstract Task<PlatformPull> StartInStormAsync(int seed);

    /// <summary>The platform answers these requests with errors of its own.</summary>
    private protected abstract Task<PlatformPull> StartWithErrorsAsync(IEnumerable<int> requests);

    /// <summary>The platform never answers these requests; the clock is the real one, and patience a second.</summary>
    private protected abstract Task<PlatformPull> StartWithHangsAsync(IEnumerable<int> requests);

    private Task<HashSet<(string Id, string Revision, string Text)>> ExpectedAsync() => Calm.GetOrAdd(GetType(), _ => new(ReadCalmAsync)).Value;

    private async Task<HashSet<(string Id, string Revision, string Text)>> ReadCalmAsync()
    {
        await using var pull = await StartAsync();
        Assert.Equal(0, await pull.FinishAsync());
        var held = await pull.ReadAsync();
        Assert.True(held.Count > 50, $"only {held.Count} records");
        return held;
    }
}
