using Archive.Connectors.Feishu;
using Archive.Core.Connectors;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>A run that follows an event, where a usual one would not look.</summary>
public sealed class FeishuHintTests
{
    private static readonly DateTimeOffset Start = SampleCorpus.Start;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_an_older_recall_in_the_chat_that_the_event_names_and_looks_no_farther_elsewhere()
    {
        // Recalled after three days; the windows are of an hour and of thirty days, and no deep run is due.
        await using var tenant = await StartAsync();
        var run = await tenant.ReadAsync(Start.AddDays(2.9), configure: Narrow);
        await ReadAsync(tenant, run, Start.AddDays(3.1), null);
        Assert.DoesNotContain(tenant.Versions(run, "recalled"), v => v.Revision == "r");
        var calls = tenant.Calls("im/v1/messages");
        await ReadAsync(tenant, run, Start.AddDays(3.1), []);
        var plain = tenant.Calls("im/v1/messages") - calls;

        await ReadAsync(tenant, run, Start.AddDays(3.1), [ChatOf(tenant)]);

        Assert.Contains(tenant.Versions(run, "recalled"), v => v.Revision == "r");
        Assert.True(tenant.Calls("im/v1/messages") - calls - plain > plain, "the chat was looked at farther");
        Assert.Equal(Start.AddDays(2.9), LastDeep(run)); // the daily run is as due as it was
        Assert.DoesNotContain("\"far\"", run.Cursor.Find("position") ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oc_unknown")]
    [InlineData("")]
    public async Task A_chat_that_is_not_there_is_passed_over(string chat)
    {
        await using var tenant = await StartAsync();
        var run = await tenant.ReadAsync(Start.AddHours(2), configure: Narrow);

        await ReadAsync(tenant, run, Start.AddHours(3), [chat]);

        Assert.Null(new FeishuState(run.Cursor).Position);
    }

    [Fact]
    public async Task Finishes_the_run_that_was_left_half_way_and_then_looks_where_it_had_been()
    {
        await using var tenant = await StartAsync();
        var run = await tenant.ReadAsync(Start.AddDays(2.9), configure: Narrow);
        var last = tenant.Platform.IdOf(new[] { FeishuPlatformUnderTest.Sample.General, FeishuPlatformUnderTest.Sample.Desk, FeishuPlatformUnderTest.Sample.Group }
            .MaxBy(c => tenant.Platform.IdOf(c), StringComparer.Ordinal)!); // there are three
        var half = new SourceCursor(new Dictionary<string, string>(run.Cursor.Parts)
        {
            ["position"] = new FeishuPosition { Started = Start.AddDays(3.1), Done = last }.ToString(),
        });
        tenant.Platform.ServedUntil = Start.AddDays(3.1);
        using var source = new FeishuSource(tenant.Platform.BaseAddress, configure: Narrow, now: Start.AddDays(3.1));
        var items = new List<SourceItem>();

        await foreach (var page in ((IHintedConnector)source.Connector).Following([ChatOf(tenant)]).ReadAsync(half, Token))
        {
            items.AddRange(page.Items);
        }

        Assert.Contains(items, i => i.NativeId == tenant.IdOf("recalled") && i.Message!.Revision == "r:deleted");
    }

    [Fact]
    public void Killed_in_the_chat_it_goes_on_looking_far_there_and_not_in_the_others()
    {
        var position = new FeishuPosition { Started = Start }.At("oc_1") with { Far = true, Next = "p2" };
        var saved = FeishuPosition.Parse(position.ToString())!; // it was just written

        Assert.True(saved.At("oc_1").LooksFar);
        Assert.False(saved.After("oc_1").At("oc_2").LooksFar);
        Assert.False(saved.Deep);
    }

    private static void Narrow(FeishuOptions options) => (options.RecentWindow, options.PageSize) = (TimeSpan.FromHours(1), 5);

    private static Task<FeishuPlatformUnderTest> StartAsync() => FeishuPlatformUnderTest.StartAsync();

    private static string ChatOf(FeishuPlatformUnderTest tenant) =>
        tenant.ChatOf(FeishuPlatformUnderTest.Sample.Corpus.Conversations.Single(c => c.Id == FeishuPlatformUnderTest.Sample.Message("recalled").ConversationId));

    private static DateTimeOffset? LastDeep(ReadRun run) => new FeishuState(run.Cursor).LastDeep;

    /// <param name="hint">Null for a usual run.</param>
    private static async Task ReadAsync(FeishuPlatformUnderTest tenant, ReadRun run, DateTimeOffset now, IReadOnlyCollection<string>? hint)
    {
        tenant.Platform.ServedUntil = now;
        using var source = new FeishuSource(tenant.Platform.BaseAddress, configure: Narrow, now: now);
        var failure = await run.GoAsync(hint is null ? source.Connector : ((IHintedConnector)source.Connector).Following(hint), Token);
        Assert.True(failure is null, failure?.ToString());
    }
}
