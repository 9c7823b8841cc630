using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

public sealed class FeishuContactTests : FeishuSimulatorTests
{
    private static readonly Corpus Bank = BankCorpusGenerator.Generate(50, 1);

    [Fact]
    public async Task Walks_the_departments_and_everybody_in_them()
    {
        var simulator = await StartAsync(Bank, new FeishuSimulatorOptions());
        using var client = new FeishuTestClient(simulator);

        var departments = await client.AllAsync("contact/v3/departments/0/children?fetch_child=true&page_size=3", "open_department_id", Token);
        var top = await client.AllAsync("contact/v3/departments/0/children?page_size=50", "open_department_id", Token);
        var people = new List<JsonElement>();
        foreach (var department in departments)
        {
            people.AddRange(await client.AllAsync($"contact/v3/users/find_by_department?department_id={department.Text("open_department_id")}", "open_id", Token));
        }

        var staff = Bank.People.Where(p => p.Kind is CorpusPersonKind.Employee or CorpusPersonKind.Guest && !(p.ValidTo <= Bank.Today));
        Assert.Equal(staff.Select(simulator.IdOf).Order(), people.Select(p => p.Text("open_id")).Order());
        Assert.Contains(top, d => d.Text("name") == "Visiting");
        Assert.All(departments.Where(d => d.Text("name") is "Northgate Systems" or "Lumen Staffing"), d =>
            Assert.Equal(top.Single(t => t.Text("name") == "Visiting").Text("open_department_id"), d.Text("parent_department_id")));
        Assert.True(departments.Count > top.Count);
    }

    [Fact]
    public async Task Gives_a_person_with_the_fields_of_the_scopes()
    {
        var (full, poor) = (await StartAsync(), await StartAsync(o => o.App = FeishuApp.Archive with { Scopes = [FeishuScope.Contacts] }));
        using var one = new FeishuTestClient(full);
        using var other = new FeishuTestClient(poor);
        var path = $"contact/v3/users/{full.IdOf(SampleCorpus.Ann)}";

        var rich = (await one.DataAsync(path, Token)).GetProperty("user");
        var bare = (await other.DataAsync(path, Token)).GetProperty("user");

        Assert.Equal(("Ann Left", "ann@harbor.example", "Trader"), (Text("name"), Text("email"), Text("job_title")));
        Assert.Equal(full.UserIdOf(SampleCorpus.Ann), Text("user_id"));
        Assert.Equal(full.DepartmentIdOf("Rates"), rich.GetProperty("department_ids")[0].GetString());
        Assert.True(rich.GetProperty("status").GetProperty("is_resigned").GetBoolean());
        Assert.Equal(["open_id", "union_id"], bare.EnumerateObject().Select(p => p.Name));
        Assert.Equal(full.UnionIdOf(SampleCorpus.Ann), bare.Text("union_id"));
        Assert.Equal(99991672, await other.CodeAsync($"contact/v3/users/{full.UserIdOf(SampleCorpus.Ann)}?user_id_type=user_id", Token));

        string? Text(string name) => rich.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Knows_no_stranger_and_leaves_one_out_of_a_batch()
    {
        var simulator = await StartAsync();
        using var client = new FeishuTestClient(simulator);

        var batch = await client.DataAsync($"contact/v3/users/batch?user_ids={simulator.IdOf(SampleCorpus.Eve)}&user_ids={simulator.IdOf(SampleCorpus.Zoe)}", Token);

        Assert.Equal(41050, await client.CodeAsync($"contact/v3/users/{simulator.IdOf(SampleCorpus.Eve)}", Token));
        var zoe = Assert.Single(batch.GetProperty("items").EnumerateArray());
        Assert.Equal(("Zoe Guest", 5), (zoe.Text("name"), zoe.GetProperty("employee_type").GetInt32()));
        Assert.Equal(230001, await client.CodeAsync($"contact/v3/users/batch?{string.Join('&', Enumerable.Repeat("user_ids=x", 51))}", Token));
    }

    [Fact]
    public async Task Shows_no_more_than_the_contact_range()
    {
        var simulator = await StartAsync(Bank, new FeishuSimulatorOptions { ContactRange = ["Credit", "Visiting: Alder & Finch"] });
        using var client = new FeishuTestClient(simulator);
        var (inside, outside) = (Bank.People.First(p => p.Department == "Credit"), Bank.People.First(p => p.Department == "Rates"));

        var scopes = await client.DataAsync("contact/v3/scopes", Token);
        var first = await client.DataAsync("contact/v3/scopes?page_size=1", Token);

        string[] range = [simulator.DepartmentIdOf("Credit"), simulator.DepartmentIdOf("Visiting: Alder & Finch")];
        Assert.Equal(range.Order(), scopes.GetProperty("department_ids").EnumerateArray().Select(d => d.GetString()!).Order());
        Assert.Equal(1, first.GetProperty("department_ids").GetArrayLength());
        Assert.True(first.GetProperty("has_more").GetBoolean());
        Assert.Equal(40004, await client.CodeAsync("contact/v3/departments/0/children", Token));
        Assert.Equal(40004, await client.CodeAsync($"contact/v3/users/find_by_department?department_id={simulator.DepartmentIdOf("Rates")}", Token));
        Assert.Equal(0, await client.CodeAsync($"contact/v3/users/{simulator.IdOf(inside)}", Token));
        Assert.Equal(41050, await client.CodeAsync($"contact/v3/users/{simulator.IdOf(outside)}", Token));
    }

    [Fact]
    public async Task Lists_the_first_level_when_all_staff_are_in_range()
    {
        var simulator = await StartAsync(Bank, new FeishuSimulatorOptions());
        using var client = new FeishuTestClient(simulator);

        var scopes = await client.DataAsync("contact/v3/scopes?department_id_type=department_id", Token);
        var top = await client.AllAsync("contact/v3/departments/0/children?page_size=50", "department_id", Token);

        Assert.Equal(
            top.Select(d => d.Text("department_id")).Order(),
            scopes.GetProperty("department_ids").EnumerateArray().Select(d => d.GetString()!).Order());
    }
}
