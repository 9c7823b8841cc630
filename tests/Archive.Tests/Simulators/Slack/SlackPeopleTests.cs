using System.Text.Json;
using Archive.Simulators.Slack;

namespace Archive.Tests.Simulators.Slack;

/// <summary>Who is in the lists of people at a moment, and what the firm's own profile fields say.</summary>
public sealed class SlackPeopleTests : SlackSimulatorTests
{
    [Fact]
    public async Task Tells_department_and_manager_of_employees_in_discovery_alone()
    {
        var simulator = await StartAsync(o => o.ServedUntil = SampleCorpus.Start);
        using var discovery = SlackTestClient.Discovery(simulator);
        using var web = SlackTestClient.Web(simulator);

        var people = await discovery.AllAsync("discovery.users.list?include_deleted=1", "users", "offset", "id", Token);
        var members = await web.AllAsync("users.list?limit=100", "members", "cursor", "id", Token);

        Assert.Equal("""{"Xf0DEPARTMENT":{"value":"Rates","alt":""}}""", Fields(people[simulator.IdOf(SampleCorpus.Alice)]).GetRawText());
        Assert.Equal("Rates", Value(SampleCorpus.Bob, SlackSimulator.DepartmentField));
        Assert.Equal(simulator.IdOf(SampleCorpus.Alice), Value(SampleCorpus.Bob, SlackSimulator.ManagerField));
        Assert.Equal("[]", Fields(people[simulator.IdOf(SampleCorpus.Zoe)]).GetRawText());
        Assert.All(members.Values, m => Assert.False(m.GetProperty("profile").TryGetProperty("fields", out _)));

        string? Value(Archive.Simulators.Corpus.CorpusPerson person, string field) =>
            Fields(people[simulator.IdOf(person)]).GetProperty(field).GetProperty("value").GetString();
    }

    [Fact]
    public async Task Knows_nobody_before_they_come_and_everybody_after_they_left()
    {
        var simulator = await StartAsync(o => o.ServedUntil = SampleCorpus.Alice.ValidFrom.AddDays(-1));
        using var discovery = SlackTestClient.Discovery(simulator);
        using var web = SlackTestClient.Web(simulator);
        var ann = simulator.IdOf(SampleCorpus.Ann);

        Assert.Empty((await web.CallAsync("users.list", Token)).GetProperty("members").EnumerateArray());
        Assert.Empty((await discovery.CallAsync("discovery.users.list?include_deleted=1", Token)).GetProperty("users").EnumerateArray());
        Assert.Equal("user_not_found", await web.ErrorAsync($"users.info?user={ann}", Token));
        Assert.Equal("user_not_found", await discovery.ErrorAsync($"discovery.user.info?user={ann}", Token));

        simulator.ServedUntil = SampleCorpus.Today;

        Assert.True((await web.AllAsync("users.list?limit=100", "members", "cursor", "id", Token))[ann].GetProperty("deleted").GetBoolean());
        Assert.True((await discovery.CallAsync($"discovery.user.info?user={ann}", Token)).GetProperty("user").GetProperty("deleted").GetBoolean());
    }

    private static JsonElement Fields(JsonElement person) => person.GetProperty("profile").GetProperty("fields");
}
