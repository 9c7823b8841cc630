using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

public sealed class FeishuErrorTests : FeishuSimulatorTests
{
    [Theory]
    [InlineData("container_id_type=group")]
    [InlineData("container_id_type=")]
    [InlineData("page_size=0")]
    [InlineData("page_size=51")]
    [InlineData("page_size=ten")]
    [InlineData("sort_type=ByActiveTimeDesc")]
    [InlineData("start_time=1772442000000")]
    [InlineData("start_time=yesterday")]
    [InlineData("start_time=1772442000&end_time=1772441999")]
    [InlineData("page_token=abc")]
    [InlineData("card_msg_content_type=full")]
    [InlineData("with_sender_name=yes")]
    [InlineData("limit=20")]
    [InlineData("page_size=10&page_size=20")]
    public async Task Refuses_a_wrong_parameter_of_the_history(string parameter)
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var type = parameter.StartsWith("container_id_type", StringComparison.Ordinal) ? string.Empty : "container_id_type=chat&";

        Assert.Equal(230001, await client.CodeAsync($"im/v1/messages?{type}container_id={simulator.IdOf(Sample.General)}&{parameter}", Token));
    }

    [Theory]
    [InlineData("im/v1/messages?container_id_type=chat", 230001)]
    [InlineData("im/v1/messages?container_id_type=chat&container_id=oc_unknown", 230001)]
    [InlineData("im/v1/messages?container_id_type=thread&container_id=omt_unknown", 230001)]
    [InlineData("im/v1/messages/om_unknown", 230001)]
    [InlineData("im/v1/messages/om_unknown/reactions", 230001)]
    [InlineData("im/v1/messages/om_unknown/resources/file_v3_x?type=file", 234001)]
    [InlineData("im/v1/chats?page_size=101", 232001)]
    [InlineData("im/v1/chats?sort_type=ByCreateTimeDesc", 232001)]
    [InlineData("im/v1/chats/oc_unknown", 232001)]
    [InlineData("im/v1/chats/oc_unknown/members", 232001)]
    [InlineData("contact/v3/departments/0/children?page_size=51", 40011)]
    [InlineData("contact/v3/departments/0/children?page_token=x", 40012)]
    [InlineData("contact/v3/departments/od-unknown/children", 230001)]
    [InlineData("contact/v3/users/ou_unknown", 230001)]
    [InlineData("contact/v3/users/batch", 230001)]
    [InlineData("contact/v3/users/find_by_department", 230001)]
    [InlineData("contact/v3/scopes?user_id_type=mail", 230001)]
    public async Task Refuses_what_it_does_not_know_with_the_code_of_the_api(string pathAndQuery, int code)
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        Assert.Equal(code, await client.CodeAsync(pathAndQuery, Token));
    }

    [Theory]
    [InlineData("start_time")]
    [InlineData("end_time")]
    public async Task Refuses_times_for_a_thread(string parameter)
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var thread = simulator.ThreadIdOf(Sample.Message("parent"));

        Assert.Equal(230001, await client.CodeAsync($"im/v1/messages?container_id_type=thread&container_id={thread}&{parameter}=1772442000", Token));
    }

    [Fact]
    public async Task Ties_a_page_token_to_everything_but_the_page_size()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);
        var general = $"im/v1/messages?container_id_type=chat&container_id={simulator.IdOf(Sample.General)}";
        var token = (await client.DataAsync($"{general}&page_size=5", Token)).Text("page_token");

        Assert.Equal(0, await client.CodeAsync($"{general}&page_size=6&page_token={token}", Token));
        Assert.Equal(230001, await client.CodeAsync($"{general}&sort_type=ByCreateTimeDesc&page_token={token}", Token));
        Assert.Equal(230001, await client.CodeAsync($"{general}&start_time=1&page_token={token}", Token));
        Assert.Equal(230001, await client.CodeAsync($"im/v1/messages?container_id_type=chat&container_id={simulator.IdOf(Sample.Desk)}&page_token={token}", Token));
        Assert.Equal(232001, await client.CodeAsync($"im/v1/chats?page_token={token}", Token));
    }

    [Fact]
    public async Task Lets_a_page_token_grow_too_old()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => (o.Time, o.PageTokenLife) = (time, TimeSpan.FromMinutes(10)));
        using var client = new FeishuTestClient(simulator);
        var general = $"im/v1/messages?container_id_type=chat&container_id={simulator.IdOf(Sample.General)}&page_size=5";
        var token = (await client.DataAsync(general, Token)).Text("page_token");

        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(0, await client.CodeAsync($"{general}&page_token={token}", Token));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(230001, await client.CodeAsync($"{general}&page_token={token}", Token));
    }

    [Fact]
    public async Task Answers_404_to_what_is_no_api()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        using var response = await client.SendAsync("im/v1/images/img_v3_x", Token);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }
}
