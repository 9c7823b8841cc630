using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Archive.Tests.Connectors;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Faults;

/// <summary>A simulated platform and an archive that pulls from it through the real connector. Waits between attempts take no time, unless asked.</summary>
internal sealed class SlackPull : IAsyncDisposable
{
    private const string Source = "slack";

    private SlackPull(SlackSimulator platform, TestArchive archive)
    {
        Platform = platform;
        Archive = archive;
    }

    public SlackSimulator Platform { get; }

    public TestArchive Archive { get; }

    public static async Task<SlackPull> StartAsync(
        Corpus corpus,
        SlackApiKind api,
        Action<SlackSimulatorOptions>? platform = null,
        Action<SlackOptions>? connector = null,
        Action<IServiceCollection>? services = null,
        TimeProvider? time = null)
    {
        var options = new SlackSimulatorOptions { RateScale = 100_000, FaultDelay = TimeSpan.FromMilliseconds(1) };
        platform?.Invoke(options);
        var simulator = await SlackSimulator.StartAsync(corpus, options, TestContext.Current.CancellationToken);
        var clock = time ?? new ImpatientTime(new SlackOptions().Http.AttemptTimeout);
        var archive = TestArchive.Create(Register(corpus, simulator), s =>
        {
            s.AddSingleton(clock);
            s.AddSlackConnector(o =>
            {
                o.Source = Source;
                o.Token = (api == SlackApiKind.Discovery ? SlackToken.Discovery : SlackToken.Web).Value;
                o.BaseUrl = simulator.BaseAddress;
                o.Api = api;
                o.RequestsPerSecond = 10_000;
                o.PageSize = 20;
                connector?.Invoke(o);
            });
            services?.Invoke(s);
        });
        return new SlackPull(simulator, archive);
    }

    /// <summary>Pulls as a scheduled job would: again after every failure that the connector calls passing.</summary>
    /// <returns>Runs that failed before the last one.</returns>
    public async Task<int> FinishAsync()
    {
        const int Most = 60;
        var connector = Archive.Get<IChatConnector>();
        for (var failed = 0; ; failed++)
        {
            try
            {
                await Archive.PullAsync(connector);
                return failed;
            }
            catch (ConnectorException e) when (e.Kind is ConnectorFailure.Transient or ConnectorFailure.Throttled && failed < Most)
            {
                await Archive.AssertSoundAsync();
            }
        }
    }

    public async Task<HashSet<(string Id, string Revision, string Text)>> ReadAsync() =>
        [.. (await Archive.ReadAllAsync()).Select(r => (r.Message.NativeId, r.Message.Revision, r.Message.Text))];

    public async ValueTask DisposeAsync()
    {
        await Archive.DisposeAsync();
        await Platform.DisposeAsync();
    }

    private static IEnumerable<RegisteredAccount> Register(Corpus corpus, SlackSimulator platform) =>
        from person in corpus.People
        where person.Kind == CorpusPersonKind.Employee
        select new RegisteredAccount(
            Source, platform.IdOf(person), person.PersonId ?? person.Id, person.Name, person.Department, person.ValidFrom, person.ValidTo,
            person.Notice is null ? null : "notice@1", person.Notice, AccountStanding.Sanctioned);
}
