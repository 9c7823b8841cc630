using Archive.Core.Connectors;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;
using Archive.Simulators.Corpus;

namespace Archive.IntegrationTests.Faults;

/// <summary>A simulated platform and an archive that pulls from it through the real connector. Waits between attempts take no time, unless asked.</summary>
internal abstract class PlatformPull(TestArchive archive) : IAsyncDisposable
{
    public TestArchive Archive { get; } = archive;

    /// <summary>Faults injected so far.</summary>
    public abstract int Faults { get; }

    /// <summary>Of these, answers that never came.</summary>
    public abstract int Hangs { get; }

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
        await StopAsync();
    }

    protected abstract ValueTask StopAsync();

    /// <summary>Every employee of the corpus, under the account that the platform gives them.</summary>
    protected static IEnumerable<RegisteredAccount> Register(string source, Corpus corpus, Func<CorpusPerson, string> account) =>
        from person in corpus.People
        where person.Kind == CorpusPersonKind.Employee
        select new RegisteredAccount(
            source, account(person), person.PersonId ?? person.Id, person.Name, person.Department, person.ValidFrom, person.ValidTo,
            person.Notice is null ? null : "notice@1", person.Notice, AccountStanding.Sanctioned);
}
