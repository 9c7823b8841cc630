using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Archive.Tests.Connectors.Slack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Archive.IntegrationTests.Pipeline;

/// <summary>What the gate makes of Slack's list of accounts, from the platform to the store: everybody is in the firm's register for all of the time and has signed.</summary>
public sealed class SlackListingTests
{
    private const string Source = "harbor";

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset First = Start.AddHours(20);
    private static readonly DateTimeOffset Second = Start.AddHours(30);

    private static readonly CorpusPerson Alice = Person("alice", CorpusPersonKind.Employee);
    private static readonly CorpusPerson Leaver = Person("leaver", CorpusPersonKind.Employee) with { ValidTo = Start.AddHours(10) };
    private static readonly CorpusPerson Joiner = Person("joiner", CorpusPersonKind.Employee) with { ValidFrom = First.AddHours(1) };
    private static readonly CorpusPerson Guest = Person("zoe", CorpusPersonKind.Guest);
    private static readonly CorpusPerson Member = Guest with { Kind = CorpusPersonKind.Employee };

    private static readonly CorpusConversation General =
        new("general", "general", CorpusConversationKind.PublicChannel, Start.AddDays(-1), ["alice", "leaver", "joiner", "zoe"], false);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SlackApiKind.Discovery, false)]
    [InlineData(SlackApiKind.Discovery, true)]
    [InlineData(SlackApiKind.Web, false)]
    [InlineData(SlackApiKind.Web, true)]
    public async Task Admits_leavers_and_joiners_and_a_former_guest_only_since_the_last_list_without_them(SlackApiKind api, bool firstRunFails)
    {
        await using var before = await StartAsync(Guest, First, firstRunFails);
        await using var after = await StartAsync(Member, Second, fails: false);
        var clock = new FakeTimeProvider(First);
        await using var archive = TestArchive.Create(Accounts(after), s => s.AddSingleton<TimeProvider>(clock));

        using var first = new SlackSource(api, before.BaseAddress, now: First);
        if (firstRunFails)
        {
            await Assert.ThrowsAsync<ConnectorException>(() => archive.PullAsync(first.Connector));
            Assert.Empty(await archive.ReadAllAsync());
        }
        else
        {
            await archive.PullAsync(first.Connector);
        }

        clock.SetUtcNow(Second);
        using var second = new SlackSource(api, after.BaseAddress, now: Second);
        await archive.PullAsync(second.Connector);

        string[] kept = ["alice", .. firstRunFails ? Array.Empty<string>() : ["as guest"], "before leaving", "first words", "member now"];
        Assert.Equal(before.IdOf(Guest), after.IdOf(Member));
        Assert.Equal(kept, (await archive.ReadAllAsync()).Select(r => r.Message.Text).Order(StringComparer.Ordinal));
        var refused = (await archive.Records.ReadIntakeAsync(null, Stop)).Where(c => c.Outcome == IntakeOutcome.Refused).Select(c => c.Reason).Distinct();
        Assert.Equal([nameof(SanctionReason.NotListed)], refused);
        await archive.AssertSoundAsync();
    }

    /// <summary>The list and nothing after it is answered where the run is to fail.</summary>
    private static Task<SlackSimulator> StartAsync(CorpusPerson zoe, DateTimeOffset until, bool fails)
    {
        var messages = new[]
        {
            Say(Alice, "alice", Start),
            Say(Guest, "as guest", Start.AddHours(2)),
            Say(Leaver, "before leaving", Start.AddHours(3)),
            Say(Joiner, "first words", First.AddHours(1.5)),
            Say(Guest, "member now", First.AddHours(2)),
        };
        var options = new SlackSimulatorOptions { RateScale = 100_000, ServedUntil = until };
        if (fails)
        {
            options.Faults = FaultSchedule.At(Enumerable.Range(3, 100).ToDictionary(n => n, _ => FaultKind.ServerError));
        }

        var corpus = new Corpus("Harbor Bank", Second, [Alice, Leaver, Joiner, zoe], [General], messages);
        return SlackSimulator.StartAsync(corpus, options, Stop);
    }

    private static IEnumerable<RegisteredAccount> Accounts(SlackSimulator platform) => new[] { Alice, Leaver, Joiner, Member }.Select(p => new RegisteredAccount(
        Source, platform.IdOf(p), p.Id, p.Name, null, DateTimeOffset.UnixEpoch, null, "notice@1", DateTimeOffset.UnixEpoch, AccountStanding.Sanctioned));

    private static CorpusMessage Say(CorpusPerson sender, string text, DateTimeOffset time) => new(text, General.Id, sender.Id, time, text);

    private static CorpusPerson Person(string id, CorpusPersonKind kind) =>
        new(id, id, $"{id} of Harbor", $"{id}@harbor.example", null, null, kind, Start.AddDays(-30), null, Start.AddDays(-20));
}
