using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>A simulated tenant with the sample corpus, and runs against it.</summary>
internal sealed class FeishuPlatformUnderTest(FeishuSimulator platform) : IAsyncDisposable
{
    public static readonly SampleCorpus Sample = new();

    public FeishuSimulator Platform { get; } = platform;

    public static async Task<FeishuPlatformUnderTest> StartAsync(Action<FeishuSimulatorOptions>? configure = null)
    {
        var options = new FeishuSimulatorOptions { PostOneIn = 0, ExtraOneIn = 0, QuoteReplyOneIn = 0 };
        configure?.Invoke(options);
        return new FeishuPlatformUnderTest(await FeishuSimulator.StartAsync(Sample.Corpus, options, TestContext.Current.CancellationToken));
    }

    /// <summary>One run with the archive's clock at that time of the corpus; null for long afterwards.</summary>
    public async Task<Exception?> RunAsync(ReadRun run, DateTimeOffset? now = null, Action<Archive.Connectors.Feishu.FeishuOptions>? configure = null)
    {
        using var source = new FeishuSource(Platform.BaseAddress, configure: configure, now: now);
        return await run.GoAsync(source.Connector, TestContext.Current.CancellationToken);
    }

    /// <summary>Everything up to a time of the corpus.</summary>
    public async Task<ReadRun> ReadAsync(DateTimeOffset? until = null, ReadRun? into = null, Action<Archive.Connectors.Feishu.FeishuOptions>? configure = null)
    {
        Platform.ServedUntil = until;
        var run = into ?? new ReadRun();
        var failure = await RunAsync(run, until, configure);
        Assert.True(failure is null, failure?.ToString());
        return run;
    }

    public string IdOf(string message) => Platform.IdOf(Sample.Message(message));

    public string ChatOf(Archive.Simulators.Corpus.CorpusConversation conversation) => Platform.IdOf(conversation);

    /// <summary>What is held of a message, oldest version first.</summary>
    public (string Revision, string Text)[] Versions(ReadRun run, string message) =>
        [.. run.Items.Where(i => i.NativeId == IdOf(message)).DistinctBy(ReadRun.Key).OrderBy(i => i.Message!.SentAt).ThenBy(i => i.Message!.Revision, StringComparer.Ordinal)
            .Select(i => (i.Message!.Revision.Split(':')[0], i.Message.Text))];

    public SourceItem Item(ReadRun run, string message) => run.Items.First(i => i.NativeId == IdOf(message));

    public int Calls(string path) => Platform.RequestCounts.GetValueOrDefault("GET/open-apis/" + path);

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}
