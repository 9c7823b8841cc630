using Archive.Simulators.Corpus;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

public sealed class WeComDirectoryTests : WeComSimulatorTests
{
    private static readonly Corpus Bank = BankCorpusGenerator.Generate(50, 7);

    [Fact]
    public async Task Lists_departments_with_their_leaders_and_everybody_in_exactly_one()
    {
        var simulator = await StartAsync(Bank);
        using var client = WeComTestClient.ForContacts(simulator);

        var departments = (await client.GetAsync("department/list", Token)).Items("department");
        var ids = (await client.GetAsync("department/simplelist", Token)).Items("department_id");
        var listed = new List<string>();
        foreach (var department in departments)
        {
            var members = (await client.GetAsync($"user/list?department_id={department.GetProperty("id").GetInt32()}", Token)).Items("userlist");
            Assert.All(members, m => Assert.Equal(department.GetProperty("id").GetInt32(), m.GetProperty("main_department").GetInt32()));
            Assert.Equal(members.Length == 0 ? 0 : 1, members.Count(m => m.GetProperty("is_leader_in_dept")[0].GetInt32() == 1));
            Assert.Equal(department.Texts("department_leader"), members.Where(m => m.GetProperty("is_leader_in_dept")[0].GetInt32() == 1).Select(m => m.Text("userid")));
            listed.AddRange(members.Select(m => m.Text("userid")));
        }

        var staff = Bank.People.Where(p => p.Kind is CorpusPersonKind.Employee or CorpusPersonKind.Guest && !(p.ValidTo <= Bank.Today));
        Assert.Equal(staff.Select(simulator.IdOf).Order(), listed.Order());
        Assert.Equal(departments.Select(d => d.GetProperty("id").GetInt32()), ids.Select(d => d.GetProperty("id").GetInt32()));
        Assert.Equal((1, 0), (departments[0].GetProperty("id").GetInt32(), departments[0].GetProperty("parentid").GetInt32()));
        Assert.Equal(Bank.Organisation, departments[0].Text("name"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task Pages_through_all_ids_by_cursor(int limit)
    {
        var simulator = await StartAsync(Bank);
        using var client = WeComTestClient.ForContacts(simulator);
        var rows = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = await client.PostAsync("user/list_id", new { cursor, limit }, Token);
            Assert.InRange(page.Items("dept_user").Length, 0, limit);
            rows.AddRange(page.Items("dept_user").Select(r => r.Text("userid")));
            cursor = page.Text("next_cursor");
            if (cursor.Length == 0)
            {
                break;
            }
        }

        Assert.Equal(Bank.People.Count(p => p.Kind is CorpusPersonKind.Employee or CorpusPersonKind.Guest && !(p.ValidTo <= Bank.Today)), rows.Distinct().Count());
        Assert.Equal(rows.Count, rows.Distinct().Count());
        Assert.Equal(40058, await client.CodeAsync("user/list_id", new { cursor = "x", limit }, Token));
        Assert.Equal(40058, await client.CodeAsync("user/list_id", new { limit = 10_001 }, Token));
    }

    [Fact]
    public async Task Gives_ids_that_administrators_would_choose_each_once()
    {
        var simulator = await StartAsync(Bank);
        var ids = Bank.People.Where(p => p.Kind is CorpusPersonKind.Employee or CorpusPersonKind.Guest).Select(simulator.IdOf).ToArray();

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains(ids, i => i.All(char.IsAsciiDigit));
        Assert.Contains(ids, i => char.IsAsciiLetterUpper(i[0]));
        Assert.Contains(ids, i => char.IsAsciiLetterLower(i[0]));
    }

    [Fact]
    public async Task Knows_one_member_by_id_in_any_case_and_not_who_has_left()
    {
        var simulator = await StartAsync();
        using var client = WeComTestClient.ForContacts(simulator);

        var alice = await client.GetAsync($"user/get?userid={simulator.IdOf(SampleCorpus.Alice).ToUpperInvariant()}", Token);

        Assert.Equal((simulator.IdOf(SampleCorpus.Alice), "Alice Chen", "Trader"), (alice.Text("userid"), alice.Text("name"), alice.Text("position")));
        Assert.Equal(simulator.DepartmentIdOf("Rates"), alice.GetProperty("department")[0].GetInt32());
        Assert.False(alice.TryGetProperty("mobile", out _));
        Assert.Equal(60111, await client.CodeAsync($"user/get?userid={simulator.IdOf(SampleCorpus.Ann)}", Token));
        Assert.Equal(60111, await client.CodeAsync($"user/get?userid={simulator.IdOf(SampleCorpus.Eve)}", Token));
    }

    [Fact]
    public async Task Gives_more_or_less_as_its_options_say()
    {
        var open = await StartAsync(o => o.PersonalFields = true);
        using var client = WeComTestClient.ForContacts(open);
        var alice = await client.GetAsync($"user/get?userid={open.IdOf(SampleCorpus.Alice)}", Token);
        Assert.Equal("alice@harbor.example", alice.Text("email"));
        Assert.Matches("^100[0-9]{8}$", alice.Text("mobile"));
        var closed = await StartAsync(o => o.ContactIdsOnly = true);
        using var less = WeComTestClient.ForContacts(closed);

        Assert.Equal(48002, await less.CodeAsync($"user/get?userid={closed.IdOf(SampleCorpus.Alice)}", Token));
        Assert.Equal(48002, await less.CodeAsync("department/list", Token));
        Assert.Equal(0, await less.CodeAsync("department/simplelist", Token));
        Assert.Equal(0, await less.CodeAsync("user/list_id", new { }, Token));
    }

    [Fact]
    public async Task Shows_clients_and_the_rooms_that_they_are_in()
    {
        var simulator = await StartAsync();
        using var client = WeComTestClient.ForContacts(simulator);

        var eve = await client.GetAsync($"externalcontact/get?external_userid={simulator.IdOf(SampleCorpus.Eve)}", Token);
        var rooms = (await client.PostAsync("externalcontact/groupchat/list", new { limit = 10 }, Token)).Items("group_chat_list");
        var room = (await client.PostAsync("externalcontact/groupchat/get", new { chat_id = rooms[0].Text("chat_id"), need_name = 1 }, Token)).GetProperty("group_chat");

        Assert.Equal("Eve Elsewhere", eve.GetProperty("external_contact").Text("name"));
        Assert.Equal(
            new[] { SampleCorpus.Alice, SampleCorpus.Bob }.Select(simulator.IdOf).Order(), eve.Items("follow_user").Select(f => f.Text("userid")).Order());
        Assert.Equal(simulator.IdOf(Sample.Desk), Assert.Single(rooms).Text("chat_id"));
        Assert.Equal("rates-desk", room.Text("name"));
        Assert.Equal(2, room.Items("member_list").Single(m => m.Text("userid") == simulator.IdOf(SampleCorpus.Eve)).GetProperty("type").GetInt32());
        Assert.Equal(84061, await client.CodeAsync($"externalcontact/get?external_userid={simulator.IdOf(SampleCorpus.Alice)}", Token));
        Assert.Equal(60011, await client.CodeAsync("externalcontact/groupchat/get", new { chat_id = simulator.IdOf(Sample.General) }, Token));
        Assert.Equal(40058, await client.CodeAsync("externalcontact/groupchat/list", new { limit = 1_001 }, Token));
        Assert.Equal(40058, await client.CodeAsync("externalcontact/groupchat/list", new { }, Token));
    }
}
