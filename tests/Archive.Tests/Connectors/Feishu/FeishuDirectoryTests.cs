using Archive.Core.Sanctioning;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>Departments, people and leaders, as a run hands them out for the register.</summary>
public sealed class FeishuDirectoryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_departments_with_their_members()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();

        var directory = await ReadAsync(tenant.Platform.BaseAddress);

        var rates = directory.Departments.Single(d => d.Name == "Rates");
        var alice = directory.People.Single(p => p.Account == tenant.Platform.IdOf(SampleCorpus.Alice));
        Assert.Equal(("Alice Chen", rates.Id), (alice.Name, alice.Department));
        Assert.DoesNotContain(directory.People, p => p.Account == tenant.Platform.IdOf(SampleCorpus.Eve));
    }

    [Fact]
    public async Task Reads_leaders_in_the_platform_s_own_spelling()
    {
        var tenant = Tenant(
            """
            {"name":"Markets","open_department_id":"od-1","parent_department_id":"0","leaders":[{"leaderType":2,"leaderID":"ou_deputy"},{"leaderType":1,"leaderID":"ou_head"}],"status":{"is_deleted":false}},
            {"name":"Rates","open_department_id":"od-2","parent_department_id":"od-1","leader_user_id":"ou_rates"},
            {"name":"Gone","open_department_id":"od-3","parent_department_id":"od-1","status":{"is_deleted":true}}
            """,
            """
            {"open_id":"ou_a","union_id":"on_a","user_id":"a","name":"Al","en_name":"Al","employee_no":"1","email":"a@b.example","mobile":"1","department_ids":["od-2"],"leader_user_id":"ou_rates",
             "dotted_line_leader_user_ids":["ou_x"],"job_title":"Trader","is_tenant_manager":false,"status":{"is_frozen":false,"is_resigned":false,"is_activated":true,"is_exited":false}},
            {"open_id":"ou_b","status":{"is_resigned":true}},
            {"open_id":"ou_c","name":" ","en_name":"Cy"}
            """);

        var directory = await ReadAsync(network: tenant.Network);

        Assert.Equal([new Department("od-1", "Markets", null, "ou_head"), new Department("od-2", "Rates", "od-1", "ou_rates")], directory.Departments);
        Assert.Equal([new DirectoryPerson("ou_a", "Al", "od-2", "ou_rates"), new DirectoryPerson("ou_c", "Cy", "od-2", null)], directory.People);
        Assert.Equal(4, tenant.Network.Requests.Count(r => r.Address.AbsolutePath.StartsWith("/open-apis/contact/v3/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Takes_somebody_in_two_departments_once()
    {
        var tenant = Tenant(
            """{"name":"A","open_department_id":"od-1","parent_department_id":"0"},{"name":"B","open_department_id":"od-2","parent_department_id":"0"}""",
            """{"open_id":"ou_a","name":"Al","department_ids":["od-1","od-2"]}""");

        Assert.Equal(new DirectoryPerson("ou_a", "Al", "od-1", null), Assert.Single((await ReadAsync(network: tenant.Network)).People));
    }

    /// <summary>Whoever stands in a department, in the second one of the list; nobody stands in the root.</summary>
    private static FakeTenant Tenant(string departments, string people) => new FakeTenant()
        .On("im/v1/messages", FakeTenant.Page("""{"message_id":"om_1","msg_type":"system","create_time":"1700000000123","body":{"content":"{\"template\":\"x\"}"} }"""))
        .On(ChangingTenant.Departments, FakeTenant.Page(departments))
        .On("contact/v3/users/find_by_department", address => FakeTenant.Page(
            address.Query.Contains("department_id=od-2", StringComparison.Ordinal) || (people.Contains("od-1", StringComparison.Ordinal) && !address.Query.Contains("department_id=0", StringComparison.Ordinal)) ? people : ""));

    private static async Task<DirectorySnapshot> ReadAsync(Uri? address = null, HttpMessageHandler? network = null)
    {
        using var source = new FeishuSource(address, network);
        var pages = await source.Connector.ReadAsync(Archive.Core.Connectors.SourceCursor.Start, Stop).ToListAsync(Stop);
        return Assert.Single(pages, p => p.Directory is not null).Directory!;
    }
}
