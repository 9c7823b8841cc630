using System.Net;
using Archive.Simulators.WeCom;
using Archive.Tests.Simulators.Slack;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>Tokens, rights, methods and limits of the JSON API.</summary>
public sealed class WeComApiTests : WeComSimulatorTests
{
    private const string Permits = "msgaudit/get_permit_user_list";

    [Fact]
    public async Task Gives_one_token_for_each_secret_until_it_expires()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => o.Time = time);
        using var archive = WeComTestClient.ForArchive(simulator);
        using var contacts = WeComTestClient.ForContacts(simulator);

        var first = await archive.AskTokenAsync(Token);
        var other = await contacts.AskTokenAsync(Token);
        time.Advance(TimeSpan.FromMinutes(30));
        var again = await archive.AskTokenAsync(Token);

        Assert.Equal(7_200, first.GetProperty("expires_in").GetInt32());
        Assert.Equal(5_400, again.GetProperty("expires_in").GetInt32());
        Assert.Equal(first.Text("access_token"), again.Text("access_token"));
        Assert.NotEqual(first.Text("access_token"), other.Text("access_token"));
        archive.UseToken(first.Text("access_token"));
        time.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal(42001, await archive.CodeAsync(Permits, new { }, Token));
        Assert.NotEqual(first.Text("access_token"), (await archive.AskTokenAsync(Token)).Text("access_token"));
        Assert.Equal(3, simulator.TokenCount);
    }

    [Fact]
    public async Task Refuses_wrong_credentials_and_tokens()
    {
        var simulator = await StartAsync();
        using var client = WeComTestClient.ForArchive(simulator);
        using var stranger = new WeComTestClient(simulator, "wrong");

        Assert.Equal(40001, (await stranger.AskTokenAsync(Token)).Code());
        Assert.Equal(40013, (await client.AskTokenAsync(Token, "ww0")).Code());
        client.UseToken("");
        Assert.Equal(41001, await client.CodeAsync(Permits, new { }, Token));
        client.UseToken("unknown");
        Assert.Equal(40014, await client.CodeAsync(Permits, new { }, Token));
        client.UseToken(null);
        Assert.Equal(0, await client.CodeAsync(Permits, new { }, Token));
        simulator.ExpireTokens();
        Assert.Equal(42001, await client.CodeAsync(Permits, new { }, Token));
    }

    [Fact]
    public async Task Keeps_the_archive_and_the_directory_apart()
    {
        var simulator = await StartAsync();
        using var archive = WeComTestClient.ForArchive(simulator);
        using var contacts = WeComTestClient.ForContacts(simulator);
        using var app = new WeComTestClient(simulator, new WeComSimulatorOptions().AppSecret);

        Assert.Equal(48002, await app.CodeAsync(Permits, new { }, Token));
        Assert.Equal(48002, await contacts.CodeAsync(Permits, new { }, Token));
        Assert.Equal(48002, await archive.CodeAsync("department/list", Token));
        Assert.Equal(48002, await archive.CodeAsync("externalcontact/groupchat/list", new { limit = 10 }, Token));
        Assert.Equal(48002, await app.CodeAsync("user/list_id", new { limit = 10 }, Token));
        Assert.Equal(0, await app.CodeAsync("department/list", Token));
        Assert.Equal(0, await contacts.CodeAsync("department/list", Token));
    }

    [Fact]
    public async Task Insists_on_methods_paths_and_parameters()
    {
        var simulator = await StartAsync();
        using var archive = WeComTestClient.ForArchive(simulator);
        using var contacts = WeComTestClient.ForContacts(simulator);

        Assert.Equal(43002, await archive.CodeAsync(Permits, Token));
        Assert.Equal(43001, await contacts.CodeAsync("department/list", new { }, Token));
        using var missing = await archive.RawAsync("msgaudit/nothing", Token);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(40058, await archive.CodeAsync(Permits, new { type = 4 }, Token));
        Assert.Equal(40058, await archive.CodeAsync(Permits, new { type = "1" }, Token));
        Assert.Equal(40058, await archive.CodeAsync(Permits, new { kind = 1 }, Token));
        Assert.Equal(40058, await archive.CodeAsync(Permits + "?type=1", new { }, Token));
        Assert.Equal(40058, (await archive.PostTextAsync(Permits, "[1]", Token)).Code());
        Assert.Equal(40058, (await archive.PostTextAsync(Permits, "{\"type\":1", Token)).Code());
        Assert.Equal(0, (await archive.PostTextAsync(Permits, "", Token)).Code());
        Assert.Equal(40058, await contacts.CodeAsync("user/list", Token));
        Assert.Equal(40058, await contacts.CodeAsync("user/list?department_id=1&fetch_child=1", Token));
        Assert.Equal(60011, await contacts.CodeAsync("user/list?department_id=99", Token));
        Assert.Equal(60111, await contacts.CodeAsync("user/get?userid=nobody", Token));
    }

    [Fact]
    public async Task Refuses_an_address_and_an_expired_subscription()
    {
        var elsewhere = await StartAsync(o => o.AddressTrust = WeComAddressTrust.RefusedByCode);
        using var far = WeComTestClient.ForArchive(elsewhere);
        Assert.Equal(60020, (await far.AskTokenAsync(Token)).Code());
        var expired = await StartAsync(o => o.SubscriptionExpired = true);
        using var archive = WeComTestClient.ForArchive(expired);
        using var contacts = WeComTestClient.ForContacts(expired);

        Assert.Equal(301052, await archive.CodeAsync(Permits, new { }, Token));
        Assert.Equal(0, await contacts.CodeAsync("department/list", Token));
    }

    [Fact]
    public async Task Counts_requests_a_minute_for_each_api()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => (o.Time, o.EnforceRateLimits) = (time, true));
        using var client = WeComTestClient.ForArchive(simulator);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal(0, await client.CodeAsync(Permits, new { }, Token));
        }

        Assert.Equal(45009, await client.CodeAsync(Permits, new { }, Token));
        Assert.Equal(0, await client.CodeAsync("msgaudit/groupchat/get", new { roomid = simulator.IdOf(Sample.General) }, Token));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await client.CodeAsync(Permits, new { }, Token));
    }

    [Fact]
    public async Task Keeps_an_account_of_requests_without_parameters()
    {
        var simulator = await StartAsync();
        using var client = WeComTestClient.ForArchive(simulator);
        await client.CodeAsync(Permits, new { type = 9 }, Token);

        Assert.Equal([("gettoken", null), (Permits, "40058")], simulator.Requests.Select(r => (r.Method, r.Error)));
        Assert.Equal(1, simulator.RequestCounts[Permits]);
    }
}
