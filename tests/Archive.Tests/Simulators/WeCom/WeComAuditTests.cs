using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>Seats, consents, rooms and robots as the JSON API tells them.</summary>
public sealed class WeComAuditTests : WeComSimulatorTests
{
    private static readonly DateTimeOffset Declines = SampleCorpus.Start.AddDays(2);

    /// <summary>The sample with a conversation between Alice and Eve alone.</summary>
    private Corpus WithClient => Sample.Corpus with
    {
        Conversations = [.. Sample.Corpus.Conversations, new("client", "", CorpusConversationKind.Direct, SampleCorpus.Start, ["alice", "eve"], true)],
    };

    [Fact]
    public async Task Lists_members_with_a_seat_by_edition()
    {
        var simulator = await StartAsync();
        using var client = WeComTestClient.ForArchive(simulator);

        var all = (await client.PostAsync("msgaudit/get_permit_user_list", new { }, Token)).Texts("ids");
        var editions = new List<string?>();
        for (var type = 1; type <= 3; type++)
        {
            editions.AddRange((await client.PostAsync("msgaudit/get_permit_user_list", new { type }, Token)).Texts("ids"));
        }

        // Ann has left by the end, Eve is from outside and the robot is none.
        CorpusPerson[] held = [SampleCorpus.Alice, SampleCorpus.Bob, SampleCorpus.Zoe];
        Assert.Equal(held.Select(simulator.IdOf).Order(StringComparer.Ordinal), all);
        Assert.Equal(all.Order(), editions.Order());
        simulator.ServedUntil = SampleCorpus.Start;
        Assert.Contains(simulator.IdOf(SampleCorpus.Ann), (await client.PostAsync("msgaudit/get_permit_user_list", new { }, Token)).Texts("ids"));
    }

    [Fact]
    public async Task Tells_what_a_client_answered_last_in_a_conversation_of_two()
    {
        var simulator = await StartAsync(WithClient, o => o.Consents["eve"] = [new(Declines, false)]);
        using var client = WeComTestClient.ForArchive(simulator);
        var (alice, bob, eve) = (simulator.IdOf(SampleCorpus.Alice), simulator.IdOf(SampleCorpus.Bob), simulator.IdOf(SampleCorpus.Eve));
        var body = new { info = new[] { new { userid = alice, exteranalopenid = eve }, new { userid = bob, exteranalopenid = eve } } };

        simulator.ServedUntil = Declines.AddSeconds(-1);
        var before = Assert.Single((await client.PostAsync("msgaudit/check_single_agree", body, Token)).Items("agreeinfo"));
        simulator.ServedUntil = null;
        var after = Assert.Single((await client.PostAsync("msgaudit/check_single_agree", body, Token)).Items("agreeinfo"));

        Assert.Equal(("Agree", alice, eve), (before.Text("agree_status"), before.Text("userid"), before.Text("exteranalopenid")));
        Assert.Equal(SampleCorpus.Start.ToUnixTimeSeconds(), before.GetProperty("status_change_time").GetInt64());
        Assert.Equal(("Disagree", Declines.ToUnixTimeSeconds()), (after.Text("agree_status"), after.GetProperty("status_change_time").GetInt64()));
    }

    [Fact]
    public async Task Takes_at_most_a_hundred_pairs_and_none_that_is_spelt_rightly()
    {
        using var client = WeComTestClient.ForArchive(await StartAsync());
        const string path = "msgaudit/check_single_agree";
        var pair = new { userid = "a", exteranalopenid = "wm1" };

        Assert.Equal(0, await client.CodeAsync(path, new { info = Enumerable.Repeat(pair, 100) }, Token));
        Assert.Equal(40058, await client.CodeAsync(path, new { info = Enumerable.Repeat(pair, 101) }, Token));
        Assert.Equal(40058, await client.CodeAsync(path, new { info = Array.Empty<int>() }, Token));
        Assert.Equal(40058, await client.CodeAsync(path, new { info = new[] { new { userid = "a", externalopenid = "wm1" } } }, Token));
        Assert.Equal(40058, await client.CodeAsync(path, new { }, Token));
    }

    [Fact]
    public async Task Tells_who_in_a_room_has_agreed()
    {
        var simulator = await StartAsync(o => o.Consents["eve"] = [new(Declines, false)]);
        using var client = WeComTestClient.ForArchive(simulator);

        var answer = Assert.Single((await client.PostAsync("msgaudit/check_room_agree", new { roomid = simulator.IdOf(Sample.Desk) }, Token)).Items("agreeinfo"));

        Assert.Equal(("Disagree", simulator.IdOf(SampleCorpus.Eve)), (answer.Text("agree_status"), answer.Text("exteranalopenid")));
        Assert.False(answer.TryGetProperty("userid", out _));
        Assert.Empty((await client.PostAsync("msgaudit/check_room_agree", new { roomid = simulator.IdOf(Sample.General) }, Token)).Items("agreeinfo"));
        Assert.Equal(40058, await client.CodeAsync("msgaudit/check_room_agree", new { roomid = "wr0" }, Token));
    }

    [Fact]
    public async Task Reads_rooms_inside_but_not_those_with_people_from_outside()
    {
        var simulator = await StartAsync();
        using var client = WeComTestClient.ForArchive(simulator);

        var room = await client.PostAsync("msgaudit/groupchat/get", new { roomid = simulator.IdOf(Sample.General) }, Token);

        Assert.Equal(("general", "News"), (room.Text("roomname"), room.Text("notice")));
        Assert.Equal(Sample.General.Created.ToUnixTimeSeconds(), room.GetProperty("room_create_time").GetInt64());
        CorpusPerson[] members = [SampleCorpus.Alice, SampleCorpus.Bob, SampleCorpus.Zoe];
        Assert.Equal(members.Select(simulator.IdOf).Order(), room.Items("members").Select(m => m.Text("memberid")).Order());
        Assert.Contains(room.Text("creator"), members.Select(simulator.IdOf));
        Assert.Equal(60011, await client.CodeAsync("msgaudit/groupchat/get", new { roomid = simulator.IdOf(Sample.Desk) }, Token));
    }

    [Fact]
    public async Task Knows_a_robot_by_its_id()
    {
        var simulator = await StartAsync();
        using var client = WeComTestClient.ForArchive(simulator);

        var robot = (await client.GetAsync($"msgaudit/get_robot_info?robot_id={simulator.IdOf(SampleCorpus.Robot)}", Token)).GetProperty("data");

        Assert.Equal((simulator.IdOf(SampleCorpus.Robot), "TradeBot"), (robot.Text("robot_id"), robot.Text("name")));
        Assert.NotEmpty(robot.Text("creator_userid"));
        Assert.Equal(40058, await client.CodeAsync($"msgaudit/get_robot_info?robot_id={simulator.IdOf(SampleCorpus.Alice)}", Token));
    }
}
