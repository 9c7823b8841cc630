using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.ServerSetUp;

/// <summary>Several simulated organisations, each a source of its own with a retention of its own.</summary>
internal sealed class Platforms : IAsyncDisposable
{
    /// <summary>What the sources have by turns. The first is due on the day it is written, so that each pull, which goes back over a day, reads again what is
    /// gone; of the second the two oldest of seven years are due.</summary>
    private static readonly RetentionPolicy[] Policies =
    [
        new("at-once@1", 0, RetentionAction.Dispose), new("five-years@1", 1_826, RetentionAction.Dispose), new("never@1", 0, RetentionAction.Keep), TestArchive.Keep,
    ];

    private readonly List<(string Source, Corpus Corpus, SlackSimulator Simulator)> _all = [];

    public IEnumerable<string> Sources => _all.Select(one => one.Source);

    /// <param name="count">As many as there are kinds of retention, or more.</param>
    /// <param name="messages">Of all together.</param>
    public static async Task<Platforms> StartAsync(int count, int messages)
    {
        var platforms = new Platforms();
        for (var i = 0; i < count; i++)
        {
            var corpus = BankCorpusGenerator.Generate(messages / count, seed: 100 + i);
            var options = new SlackSimulatorOptions { RateScale = 100_000 };
            platforms._all.Add(($"slack-{i + 1}", corpus, await SlackSimulator.StartAsync(corpus, options, TestContext.Current.CancellationToken)));
        }

        return platforms;
    }

    public RetentionPolicy PolicyOf(string source) => Policies[_all.FindIndex(one => one.Source == source) % Policies.Length];

    public IEnumerable<RegisteredAccount> Register() =>
        from one in _all
        from person in one.Corpus.People
        where person.Kind == CorpusPersonKind.Employee
        select new RegisteredAccount(
            one.Source, one.Simulator.IdOf(person), person.PersonId ?? person.Id, person.Name, person.Department, person.ValidFrom, person.ValidTo,
            person.Notice is null ? null : "notice@1", person.Notice, AccountStanding.Sanctioned);

    /// <summary>As archive.json names them.</summary>
    public Dictionary<string, object> Settings() => _all.ToDictionary(
        one => one.Source,
        one => (object)new
        {
            Platform = "slack",
            Api = "discovery",
            Address = one.Simulator.BaseAddress,
            Token = SlackToken.Discovery.Value,
            RequestsPerSecond = 10_000,

            // With seconds: a test has no minutes to wait for.
            Schedule = "*/5 * * * * *",
            Retention = Describe(PolicyOf(one.Source)),
        },
        StringComparer.Ordinal);

    /// <summary>Everything, undisturbed, in an archive of files.</summary>
    public async Task<TestArchive> PullCalmlyAsync()
    {
        var archive = TestArchive.Create(Register(), services =>
        {
            foreach (var (source, _, simulator) in _all)
            {
                services.AddSlackConnector(o =>
                {
                    (o.Source, o.Token, o.BaseUrl, o.Api, o.RequestsPerSecond) = (source, SlackToken.Discovery.Value, simulator.BaseAddress, SlackApiKind.Discovery, 10_000);
                });
            }
        });
        foreach (var connector in archive.Get<IEnumerable<IChatConnector>>())
        {
            await archive.Pipeline.RunAsync(connector, PolicyOf(connector.Source), null, null, TestContext.Current.CancellationToken);
        }

        return archive;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, _, simulator) in _all)
        {
            await simulator.DisposeAsync();
        }
    }

    private static object Describe(RetentionPolicy policy) => new { Policy = policy.Name, policy.MinimumDays, Action = policy.Action.ToString() };
}
