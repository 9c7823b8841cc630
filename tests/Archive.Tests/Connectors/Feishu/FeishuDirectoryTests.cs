using Archive.Connectors.Feishu;
using Archive.Connectors.Feishu.Directory;
using Archive.Core.Connectors;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>Departments, people and leaders, as the register will want them.</summary>
public sealed class FeishuDirectoryTests
{
    [Fact]
    public async Task Reads_departments_with_their_members()
    {
        await using var tenant = await FeishuPlatformUnderTest.StartAsync();
        var directory = await ReadAsync(tenant.Platform.BaseAddress);

        var alice = directory.Find(tenant.Platform.IdOf(SampleCorpus.Alice));
        Assert.Equal(("Alice Chen", tenant.Platform.UnionIdOf(SampleCorpus.Alice), tenant.Platform.UserIdOf(SampleCorpus.Alice)), (alice!.Name, alice.UnionId, alice.UserId));
        Assert.Equal("Rates", directory.PathOf(Assert.Single(alice.Departments))[^1]);
        Assert.Null(directory.Find(tenant.Platform.IdOf(SampleCorpus.Eve)));
    }

    [Fact]
    public async Task Reads_leaders_in_the_platform_s_own_spelling()
    {
        var tenant = new FakeTenant()
            .On("contact/v3/departments/0/children", FakeTenant.Page(
                """
                {"name":"Markets","open_department_id":"od-1","parent_department_id":"0","leader_user_id":"ou_head","leaders":[{"leaderType":2,"leaderID":"ou_deputy"},{"leaderType":1,"leaderID":"ou_head"}],"status":{"is_deleted":false}},
                {"name":"Rates","open_department_id":"od-2","parent_department_id":"od-1","leader_user_id":"ou_rates"},
                {"name":"Gone","open_department_id":"od-3","parent_department_id":"od-1","status":{"is_deleted":true}}
                """))
            .On("contact/v3/users/find_by_department", address => FakeTenant.Page(address.Query.Contains("department_id=od-2", StringComparison.Ordinal)
                ? """{"open_id":"ou_a","union_id":"on_a","user_id":"a","name":"Al","department_ids":["od-2"],"leader_user_id":"ou_rates","status":{"is_frozen":false}},{"open_id":"ou_b","status":{"is_resigned":true}}"""
                : ""));

        var directory = await ReadAsync(network: tenant.Network);

        Assert.Equal(["Markets", "Rates"], directory.PathOf("od-2"));
        Assert.Equal(["ou_rates", "ou_head", "ou_deputy"], directory.LeadersOf("ou_a"));
        Assert.Equal((true, false), (directory.Find("ou_a")!.IsActive, directory.Find("ou_b")!.IsActive));
        Assert.Equal(["od-2"], directory.Find("ou_b")!.Departments);
        Assert.Equal(["od-1", "od-2"], directory.Departments.Select(d => d.Id));
        Assert.Equal(4, tenant.Network.Requests.Count(r => r.Address.AbsolutePath.StartsWith("/open-apis/contact/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Says_which_scope_is_missing()
    {
        var tenant = new FakeTenant().On("contact/v3/departments/0/children", """{"code":99991672,"msg":"Access denied. One of the following scopes is required: [contact:contact.base:readonly]."}""");

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(network: tenant.Network));

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains("contact:contact.base:readonly", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Survives_a_ring_of_departments()
    {
        var directory = new FeishuDirectory(
            [new("od-1", "A", "od-2", ["ou_1"]), new("od-2", "B", "od-1", [])],
            [new("ou_a", null, null, null, null, null, ["od-1"], null, true)]);

        Assert.Equal(["B", "A"], directory.PathOf("od-1"));
        Assert.Equal(["ou_1"], directory.LeadersOf("ou_a"));
        Assert.Empty(directory.LeadersOf("ou_nobody"));
    }

    private static async Task<FeishuDirectory> ReadAsync(Uri? address = null, HttpMessageHandler? network = null)
    {
        using var source = new FeishuSource(address, network);
        return await ((FeishuConnector)source.Connector).ReadDirectoryAsync(TestContext.Current.CancellationToken);
    }
}
