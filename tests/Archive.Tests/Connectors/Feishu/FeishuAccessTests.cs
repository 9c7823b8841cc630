using Archive.Connectors.Feishu;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Simulators.Feishu;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>What the app may not do: an alarm, never an empty success. And what it may do no longer: tokens that end, bots that are removed.</summary>
public sealed class FeishuAccessTests
{
    [Theory]
    [InlineData(GroupScopeRefusal.Error)]
    [InlineData(GroupScopeRefusal.Nothing)]
    public async Task A_missing_scope_for_group_messages_is_an_alarm(GroupScopeRefusal refusal)
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o =>
        {
            o.App = Without(FeishuScope.GroupMessages);
            o.WithoutGroupScope = refusal;
        });

        var failure = await FailAsync(tenant);

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains("im:message.group_msg", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FeishuScope.ReadMessages, "im:message:readonly")]
    [InlineData(FeishuScope.ReadChats, "im:chat:readonly")]
    public async Task A_missing_scope_is_named(string scope, string words)
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o => o.App = Without(scope));

        var failure = await FailAsync(tenant);

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, FeishuAppState.Disabled, "disabled or not installed")]
    [InlineData(true, FeishuAppState.Unpublished, "release and approval")]
    [InlineData(false, FeishuAppState.Installed, "no bot ability")]
    public async Task An_app_that_cannot_work_is_an_alarm(bool hasBot, FeishuAppState state, string words)
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o => o.App = FeishuApp.Archive with { HasBot = hasBot, State = state });

        var failure = await FailAsync(tenant);

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_an_alarm()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();

        var failure = await FailAsync(tenant, o => o.AppSecret = "another");

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains("App id or secret is wrong", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Works_without_the_directory_with_names_from_the_lists_of_members()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o => o.App = Without(FeishuScope.Contacts));

        var run = await tenant.ReadAsync();

        Assert.Equal("Alice Chen", tenant.Item(run, "liked").Message!.Sender.Name);
    }

    [Fact]
    public async Task Names_people_who_left_their_chats_by_the_directory()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();

        var run = await tenant.ReadAsync();

        Assert.Equal("Ann Left", run.Items.Single(i => i.Message!.Text == "to the group").Message!.Sender.Name);
    }

    [Fact]
    public async Task Reads_on_with_another_token_when_its_own_ends_in_the_middle()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        using var network = new ExpiringNetwork(tenant.Platform);
        using var source = new FeishuSource(tenant.Platform.BaseAddress, network, o => o.PageSize = 7);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, TestContext.Current.CancellationToken));

        Assert.True(network.Ended > 3);
        Assert.True((await tenant.ReadAsync()).Keys.SetEquals(run.Keys));
    }

    [Fact]
    public async Task Uses_one_token_for_all_requests()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();

        await tenant.ReadAsync();

        Assert.Equal(1, tenant.Platform.TokenCount);
    }

    [Fact]
    public async Task Goes_on_with_the_other_chats_when_the_bot_is_removed_during_the_run()
    {
        var tenant = new FakeTenant()
            .On("im/v1/chats", FakeTenant.Page("""{"chat_id":"oc_a","tenant_key":"tk1"},{"chat_id":"oc_c1","tenant_key":"tk1"}"""))
            .On("im/v1/messages", address => address.Query.Contains("oc_a", StringComparison.Ordinal)
                ? """{"code":230002,"msg":"The bot can not be outside the group."}"""
                : FakeTenant.Page("""{"message_id":"om_1","msg_type":"text","create_time":"1700000000123","body":{"content":"{\"text\":\"hello\"}"}}"""));
        using var source = new FeishuSource(network: tenant.Network);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, TestContext.Current.CancellationToken));

        Assert.Equal("hello", Assert.Single(run.Items).Message!.Text);
        Assert.NotNull(run.Cursor.Find("left:oc_a"));
        Assert.Null(run.Cursor.Find("mark:oc_a"));
        Assert.NotNull(run.Cursor.Find("mark:oc_c1"));
    }

    [Fact]
    public async Task Knows_its_own_people_by_the_directory_where_every_chat_is_another_firm_s()
    {
        var tenant = new FakeTenant()
            .On("im/v1/chats", FakeTenant.Page("""{"chat_id":"oc_c1","name":"shared","external":true,"tenant_key":"tk9"}"""))
            .On("contact/v3/users/batch", FakeTenant.Page("""{"open_id":"ou_u1","name":"张三"}"""))
            .On("im/v1/messages", FakeTenant.Page("""{"message_id":"om_1","msg_type":"text","create_time":"1700000000123","sender":{"id":"ou_u1","sender_type":"user","tenant_key":"tk1"},"body":{"content":"{\"text\":\"hello\"}"} }"""));
        using var source = new FeishuSource(network: tenant.Network);
        var run = new ReadRun();

        Assert.Null(await run.GoAsync(source.Connector, TestContext.Current.CancellationToken));

        var message = Assert.Single(run.Items).Message!;
        Assert.Equal(ParticipantKind.Member, message.Sender.Kind);
        Assert.Equal([ParticipantKind.Member, ParticipantKind.Unknown], message.Conversation.Members.Select(m => m.Kind));
    }

    [Theory]
    [InlineData("im/v1/messages")]
    [InlineData("im/v1/chats")]
    [InlineData("im/v1/chats/oc_c1/members")]
    public async Task Gives_up_on_a_platform_that_refuses_its_own_continuations(string method)
    {
        var tenant = new FakeTenant().On("im/v1/messages", address => Page(address, null));
        tenant.On(method, address => address.Query.Contains("page_token", StringComparison.Ordinal) ? """{"code":230001,"msg":"page_token"}""" : Page(address, "more"));
        using var source = new FeishuSource(network: tenant.Network);

        var failure = Assert.IsType<ConnectorException>(await new ReadRun().GoAsync(source.Connector, TestContext.Current.CancellationToken));

        Assert.Equal(ConnectorFailure.Transient, failure.Kind);
        Assert.Contains("keeps refusing its own continuation", failure.Message, StringComparison.Ordinal);

        static string Page(Uri address, string? next) => FakeTenant.Page(
            address.AbsolutePath.EndsWith("/messages", StringComparison.Ordinal)
                ? """{"message_id":"om_1","msg_type":"text","create_time":"1700000000123","body":{"content":"{\"text\":\"hello\"}"} }"""
                : """{"chat_id":"oc_c1","member_id":"ou_u1"}""",
            next);
    }

    private static FeishuApp Without(string scope) => FeishuApp.Archive with { Scopes = [.. FeishuApp.Archive.Scopes.Where(s => s != scope)] };

    private static async Task<ConnectorException> FailAsync(FeishuPlatformUnderTest tenant, Action<FeishuOptions>? configure = null)
    {
        var run = new ReadRun();
        var failure = Assert.IsType<ConnectorException>(await tenant.RunAsync(run, configure: configure));
        Assert.Empty(run.Items);
        return failure;
    }

    /// <summary>Ends every token of the tenant before each seventh request.</summary>
    private sealed class ExpiringNetwork(FeishuSimulator platform) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _requests;

        public int Ended { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (++_requests % 7 == 0 && request.Method == HttpMethod.Get)
            {
                platform.ExpireTokens();
                Ended++;
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
