using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.ServerSetUp;

/// <summary>Several simulated organisations, each a source of its own.</summary>
internal sealed class Platforms : IAsyncDisposable
{
    private readonly List<(string Source, Corpus Corpus, SlackSimulator Simulator)> _all = [];

    public IEnumerable<string> Sources => _all.Select(one => one.Source);

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
            await archive.PullAsync(connector);
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
}
