using System.Reflection;
using System.Text;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Search;
using Archive.Tests.Storage;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>What a pull leaves behind when a part of it fails or is stopped, and how the next one goes on.</summary>
public sealed class PipelineFailureTests
{
    private const string Source = "desk-chat";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_and_indexes_the_pages_before_a_failure_of_the_source()
    {
        await using var archive = Create();
        var connector = new ScriptedConnector(Source, 20, 10)
        {
            BeforePage = (page, _) => page == 8 ? throw new ConnectorException(ConnectorFailure.Transient, "broken") : Task.CompletedTask,
        };

        await Assert.ThrowsAsync<ConnectorException>(() => archive.PullAsync(connector));

        Assert.Equal(70, await archive.CountHitsAsync("common"));
        await archive.AssertSoundAsync();

        connector.BeforePage = null;
        await archive.PullAsync(connector);
        Assert.Equal(200, await archive.CountHitsAsync("common"));
        Assert.Equal(0, (await archive.Records.ReadStatisticsAsync(Stop)).Duplicate);
        await archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Goes_on_after_a_source_that_failed_in_an_unforeseen_way()
    {
        await using var archive = Create();
        var connector = new ScriptedConnector(Source, 20, 10)
        {
            BeforePage = (page, _) => page == 8 ? throw new InvalidOperationException("unforeseen") : Task.CompletedTask,
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => archive.PullAsync(connector));
        connector.BeforePage = null;
        await archive.PullAsync(connector);

        Assert.Equal(200, await archive.CountHitsAsync("common"));
        await archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Goes_on_capturing_while_the_search_engine_is_away()
    {
        await using var archive = Create();
        var index = DispatchProxy.Create<ISearchIndex, IndexThatGoesAway>();
        ((IndexThatGoesAway)index).Inner = archive.Index;
        var connector = new ScriptedConnector(Source, 60, 10)
        {
            BeforePage = (page, _) =>
            {
                ((IndexThatGoesAway)index).IsAway = page >= 20;
                return Task.CompletedTask;
            },
        };

        var totals = await archive.PipelineWith(index: index).RunAsync(connector, TestArchive.Keep, null, null, Stop);
        var behind = (await archive.Index.ReadStateAsync(Stop)).Cursor;
        await new IndexCatchUp(archive.Records, archive.Index).RunAsync(null, Stop);

        Assert.Equal(600, totals.Admitted);
        Assert.InRange(behind, 0, 400);
        Assert.Equal(600, await archive.CountHitsAsync("common"));
        await archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Quarantines_what_cannot_be_redacted_encrypted_and_counted()
    {
        const string Secret = "untouchable-zebra-sentence";
        await using var archive = Create();
        var connector = new ScriptedConnector(Source, 5, 10) { Text = (page, n) => n == page ? $"{Secret} {page}" : null };
        var pipeline = archive.PipelineWith(redactor: new FailingRedactor(archive.Get<IRedactor>(), Secret));

        var totals = await pipeline.RunAsync(connector, TestArchive.Keep, null, null, Stop);

        Assert.Equal((50, 45, 5), (totals.Received, totals.Admitted, totals.Quarantined));
        Assert.Equal(5, (await archive.Records.ReadStatisticsAsync(Stop)).Quarantined);
        Assert.Equal(0, await archive.CountHitsAsync("untouchable"));
        Assert.Equal(45, await archive.CountHitsAsync("common"));
        await archive.AssertSoundAsync();
        Assert.Empty(DiskFiles.Find(archive.Folder, [Encoding.UTF8.GetBytes(Secret), Encoding.Unicode.GetBytes(Secret)]));
    }

    [Fact]
    public async Task Stops_promptly_when_told_to_and_goes_on_later()
    {
        await using var archive = Create();
        using var stop = new CancellationTokenSource();
        var told = 0L;
        var connector = new ScriptedConnector(Source, 60, 10)
        {
            BeforePage = async (page, token) =>
            {
                if (page == 30)
                {
                    told = TimeProvider.System.GetTimestamp();
                    await stop.CancelAsync();
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => archive.Pipeline.RunAsync(connector, TestArchive.Keep, null, null, stop.Token));
        Assert.True(TimeProvider.System.GetElapsedTime(told) < TimeSpan.FromSeconds(20));
        var kept = (await archive.Records.ReadStatisticsAsync(Stop)).Records;
        Assert.InRange(kept, 0, 290);
        Assert.Equal(0, kept % 10);

        connector.BeforePage = null;
        await archive.PullAsync(connector);
        Assert.Equal(600, await archive.CountHitsAsync("common"));
        await archive.AssertSoundAsync();
    }

    [Fact]
    public async Task Refills_an_index_that_was_deleted()
    {
        var archive = Create();
        try
        {
            await archive.PullAsync(new ScriptedConnector(Source, 30, 20));
            string[] queries = ["common", "word7", "\"common text 3\"", "word11 OR word12", "from:Una"];
            var before = await HitsAsync(archive, queries);
            Assert.All(before, count => Assert.True(count > 0));

            archive = await archive.ReopenAsync(() =>
            {
                foreach (var file in Directory.GetFiles(archive.Folder.Path, "index.db*"))
                {
                    File.Delete(file);
                }
            });
            Assert.Equal(0, (await archive.Index.ReadStateAsync(TestContext.Current.CancellationToken)).Count);
            await archive.PullAsync(new ScriptedConnector(Source, 30, 20));

            Assert.Equal(before, await HitsAsync(archive, queries));
            await archive.AssertSoundAsync();
        }
        finally
        {
            await archive.DisposeAsync();
        }
    }

    private static TestArchive Create() => TestArchive.Create([ScriptedConnector.Account(Source)]);

    private static async Task<List<long>> HitsAsync(TestArchive archive, IEnumerable<string> queries)
    {
        var counts = new List<long>();
        foreach (var query in queries)
        {
            counts.Add(await archive.CountHitsAsync(query));
        }

        return counts;
    }

    private sealed class FailingRedactor(IRedactor inner, string secret) : IRedactor
    {
        public string PolicyVersion => inner.PolicyVersion;

        public RedactedText Redact(string text) =>
            text.Contains(secret, StringComparison.Ordinal) ? throw new RedactionException("A pattern timed out.") : inner.Redact(text);
    }
}

/// <summary>The real index, until it goes away.</summary>
#pragma warning disable CA1852, MA0053 // The proxy is a class derived from this one at run time.
internal class IndexThatGoesAway : DispatchProxy
#pragma warning restore CA1852, MA0053
{
    public ISearchIndex? Inner { get; set; }

    public bool IsAway { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        IsAway ? throw new IndexUnavailableException("It is away.") : targetMethod!.Invoke(Inner, args); // a proxy has a method
}
