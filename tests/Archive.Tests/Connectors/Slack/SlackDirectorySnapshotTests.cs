using Archive.Connectors.Slack;
using Archive.Core.Sanctioning;
using Archive.Simulators.Slack;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Slack;

/// <summary>Departments and people for the register, from the fields that the firm names.</summary>
public sealed class SlackDirectorySnapshotTests
{
    private static readonly DateTimeOffset Now = SampleCorpus.Start.AddDays(6);
    private static readonly SampleCorpus Sample = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SlackApiKind.Discovery, true)]
    [InlineData(SlackApiKind.Discovery, false)]
    [InlineData(SlackApiKind.Web, true)]
    public async Task Holds_whoever_is_a_member_now_with_what_the_list_says_of_them(SlackApiKind api, bool named)
    {
        await using var platform = await StartAsync();
        using var source = Source(api, platform, named);
        var (alice, bob) = (platform.IdOf(SampleCorpus.Alice), platform.IdOf(SampleCorpus.Bob));
        var has = api == SlackApiKind.Discovery && named;
        var department = has ? "Rates" : null;

        var directory = Assert.Single((await ReadAsync(source)).Directories);

        Assert.Equal(has ? [new Department("Rates", "Rates", null, null)] : [], directory.Departments);
        Assert.Equal(
            [new DirectoryPerson(alice, "Alice Chen", department, null), new DirectoryPerson(bob, "Bob Li", department, has ? alice : null)],
            directory.People.OrderBy(p => p.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Comes_twice_a_day_and_with_the_first_run_of_a_process()
    {
        await using var platform = await StartAsync();
        using var source = Source(SlackApiKind.Discovery, platform, named: true);
        using var next = Source(SlackApiKind.Discovery, platform, named: true);
        var run = new ReadRun();
        var counts = new List<int>();

        foreach (var wait in new[] { 0, 11, 2, 11 })
        {
            await Task.Delay(TimeSpan.FromHours(wait), source.Time, Cancellation);
            Assert.Null(await run.GoAsync(source.Connector, Cancellation));
            counts.Add(run.Directories.Count);
        }

        Assert.Equal([1, 1, 2, 2], counts);
        Assert.Single((await ReadAsync(next)).Directories);
    }

    [Theory]
    [InlineData("""{"Xf1":{"value":" Rates ","alt":""},"Xf2":{"value":"U2","alt":""}}""", "Rates", "U2")]
    [InlineData("""{"Xf1":{"value":"  ","alt":""},"Xf2":{"value":"Bob Li","alt":""}}""", null, null)]
    [InlineData("""{"Xf1":{"value":7},"Xf2":{"value":"U3"}}""", null, null)]
    [InlineData("""{"Xf1":"Rates","Xf2":null,"Xf9":{"value":"Legal"}}""", null, null)]
    [InlineData("[]", null, null)]
    [InlineData("null", null, null)]
    [InlineData("\"\"", null, null)]
    public async Task Makes_nothing_up(string fields, string? department, string? manager)
    {
        var list = $$$"""
            {"ok":true,"members":[{"id":"U1","team_id":"T1","name":"al","profile":{"fields":{{{fields}}}}},{"id":"U2","team_id":"T1","name":"bo"},
             {"id":"U3","team_id":"T1","name":"left","deleted":true}]}
            """;
        using var network = new FakeNetwork((request, _) => FakeNetwork.Json(request.RequestUri!.AbsolutePath switch // clients always set an address
        {
            "/api/auth.test" => """{"ok":true,"team_id":"T1"}""",
            "/api/users.list" => list,
            "/api/conversations.list" => """{"ok":true,"channels":[{"id":"C1","name":"desk","is_channel":true,"is_member":true}]}""",
            _ => """{"ok":true,"messages":[],"members":[]}""",
        }));
        using var source = new SlackSource(SlackApiKind.Web, network: network, configure: Name("Xf1", "Xf2"));

        var directory = Assert.Single((await ReadAsync(source)).Directories);

        Assert.Equal(new DirectoryPerson("U1", "al", department, manager), directory.People.Single(p => p.Account == "U1"));
        Assert.Equal(["U1", "U2"], directory.People.Select(p => p.Account).Order());
        Assert.Equal(department is null ? [] : [department], directory.Departments.Select(d => d.Id));
    }

    [Theory]
    [InlineData("Department")]
    [InlineData("Xf")]
    [InlineData("Xf1,Xf2")]
    public void Takes_no_label_for_a_field(string name) =>
        Assert.Contains("begins with Xf", Assert.ThrowsAny<Exception>(() => new SlackSource(SlackApiKind.Web, configure: Name(null, name))).Message, StringComparison.Ordinal);

    private static Action<SlackOptions> Name(string? department, string? manager) => o => (o.DepartmentField, o.ManagerField) = (department, manager);

    private static Task<SlackSimulator> StartAsync() =>
        SlackSimulator.StartAsync(Sample.Corpus, new SlackSimulatorOptions { RateScale = 100_000, ServedUntil = Now }, Cancellation);

    private static SlackSource Source(SlackApiKind api, SlackSimulator platform, bool named) => new(
        api, platform.BaseAddress, configure: named ? Name(SlackSimulator.DepartmentField, SlackSimulator.ManagerField) : null, now: Now);

    private static async Task<ReadRun> ReadAsync(SlackSource source)
    {
        var run = new ReadRun();
        var failure = await run.GoAsync(source.Connector, Cancellation);
        Assert.True(failure is null, failure?.ToString());
        return run;
    }
}
