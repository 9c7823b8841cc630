using Archive.Core.Connectors;
using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>A chat whose messages the platform keeps back without an error: it must not pass for a quiet one, whose days are confirmed.</summary>
public sealed class FeishuHiddenTests
{
    private static readonly string Desk = FeishuPlatformUnderTest.Sample.Desk.Id;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_denied_and_the_others_are_read_until_it_shows_its_messages()
    {
        FeishuSimulatorOptions? options = null;
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o => options = o);
        var hidden = options!.Restricted; // set by starting
        hidden.Add(Desk);
        var (chat, run) = (tenant.ChatOf(FeishuPlatformUnderTest.Sample.Desk), new ReadRun());

        foreach (var hour in new[] { 1, 2 })
        {
            var failure = Assert.IsType<ConnectorException>(await tenant.RunAsync(run, SampleCorpus.Today.AddHours(hour)));
            Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
            Assert.Contains($"keeps 1 chats or threads from the app of source harbor: {chat} (restricted). The others were read.", failure.Message, StringComparison.Ordinal);
        }

        Assert.NotEmpty(run.Items);
        Assert.Equal((null, null), (run.Cursor.Find("mark:" + chat), run.Cursor.Find("complete")));
        hidden.Clear();

        Assert.Null(await tenant.RunAsync(run, SampleCorpus.Today.AddHours(3)));

        Assert.Contains(run.Items, i => i.NativeId == tenant.IdOf("liked"));
        Assert.True((await tenant.ReadAsync()).Keys.SetEquals(run.Keys));
        Assert.NotNull(run.Cursor.Find("complete"));
    }

    [Fact]
    public async Task Restricted_mode_that_comes_later_is_found_by_the_deep_run_and_nothing_behind_it_counts_as_read()
    {
        FeishuSimulatorOptions? options = null;
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o => options = o);
        var chat = tenant.ChatOf(FeishuPlatformUnderTest.Sample.Desk);
        var run = await tenant.ReadAsync(SampleCorpus.Start.AddHours(3.2));
        var mark = run.Cursor.Find("mark:" + chat);
        Assert.NotNull(mark);
        options!.Restricted.Add(Desk); // set by starting
        await tenant.ReadAsync(SampleCorpus.Start.AddHours(12), run);
        tenant.Platform.ServedUntil = SampleCorpus.Start.AddDays(2);

        Assert.Contains("(restricted)", (await tenant.RunAsync(run, SampleCorpus.Start.AddDays(2)))!.Message, StringComparison.Ordinal);
        Assert.Equal(mark, run.Cursor.Find("mark:" + chat));
        options.Restricted.Clear();
        await tenant.ReadAsync(SampleCorpus.Start.AddDays(2).AddHours(1), run);

        Assert.Contains(run.Items, i => i.NativeId == tenant.IdOf("liked"));
    }

    [Fact]
    public async Task A_second_read_confirms_nothing_of_a_source_with_a_restricted_chat()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o => o.Restricted.Add(Desk));
        using var source = new FeishuSource(tenant.Platform.BaseAddress);

        var failure = await Assert.ThrowsAsync<ConnectorException>(
            async () => await ((IConfirmingConnector)source.Connector).ReadAgainAsync(new SecondRead(SampleCorpus.Start.AddDays(1)), Stop).ToListAsync(Stop));

        Assert.Contains("(restricted)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status":false,"message_has_permission_setting":"not_anyone"}""", false)]
    [InlineData("""{"status":true,"message_has_permission_setting":"all_members","download_has_permission_setting":"not_anyone"}""", false)]
    [InlineData("""{"status":true,"message_has_permission_setting":"not_anyone"}""", true)]
    [InlineData("""{"status":true}""", true)]
    [InlineData("null", false)]
    public async Task Restricted_mode_counts_where_it_keeps_messages_from_being_copied(string setting, bool denied)
    {
        var tenant = new FakeTenant()
            .On("im/v1/chats/oc_c1", $$"""{"code":0,"data":{"name":"desk","chat_mode":"group","chat_type":"private","restricted_mode_setting":{{setting}}} }""")
            .On("im/v1/messages", FakeTenant.Page("""{"message_id":"om_1","msg_type":"text","create_time":"1700000000123","body":{"content":"{\"text\":\"hello\"}"} }"""));
        using var source = new FeishuSource(network: tenant.Network);

        var failure = await new ReadRun().GoAsync(source.Connector, Stop);

        Assert.Equal(denied, failure is ConnectorException { Kind: ConnectorFailure.Unauthorized });
    }
}
