using Archive.Connectors.Http;
using Archive.Connectors.Slack;
using Archive.Core.Connectors;
using Archive.Simulators.Corpus;
using Archive.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Connectors.Slack;

public sealed class SlackCheckTests
{
    private static readonly SourceCheckStep[] AllSteps = [SourceCheckStep.Secret, SourceCheckStep.Reach, SourceCheckStep.Clock, SourceCheckStep.Credentials, SourceCheckStep.Scopes, SourceCheckStep.Directory, SourceCheckStep.Conversations];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_is_good_with_the_token_of_the_readme()
    {
        var findings = await CheckAsync(SlackApiKind.Discovery);

        Assert.Equal(AllSteps, findings.Select(f => f.Step));
        Assert.All(findings, f => Assert.Equal(SourceFindingOutcome.Good, f.Outcome));
    }

    [Fact]
    public async Task Rights_beyond_those_needed_are_told_and_rights_to_write_refused()
    {
        var more = await CheckAsync(SlackApiKind.Web);
        Assert.Equal((SourceFindingOutcome.Warning, "The token may read more than is captured: team:read, users:read.email. Remove these scopes from the app."), Of(more, SourceCheckStep.Scopes));

        var writing = await CheckAsync(SlackApiKind.Discovery, SlackToken.Discovery with { Scopes = ["discovery:read", "discovery:write", "chat:write"] });
        var (outcome, message) = Of(writing, SourceCheckStep.Scopes);
        Assert.Equal(SourceFindingOutcome.Failed, outcome);
        Assert.StartsWith("The token may do more than read: chat:write, discovery:write.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_rights_and_dead_tokens_say_what_to_do()
    {
        var lacking = await CheckAsync(SlackApiKind.Web, SlackToken.Web with { Scopes = ["channels:read", "channels:history", "users:read"] });
        Assert.StartsWith("The token lacks the scopes files:read, groups:history,", Of(lacking, SourceCheckStep.Scopes).Message, StringComparison.Ordinal);

        var none = await CheckAsync(SlackApiKind.Discovery, SlackToken.Discovery with { Scopes = [] });
        Assert.Contains("lacks the scope discovery:read", Of(none, SourceCheckStep.Credentials).Message, StringComparison.Ordinal);

        var revoked = await CheckAsync(SlackApiKind.Discovery, SlackToken.Discovery with { State = SlackTokenState.Revoked });
        Assert.Equal([SourceCheckStep.Secret, SourceCheckStep.Reach, SourceCheckStep.Credentials], revoked.Select(f => f.Step));
        Assert.Contains("token was revoked", revoked[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_and_a_secret_that_is_not_there_are_findings()
    {
        using var nowhere = new SlackSource(SlackApiKind.Discovery, new Uri("http://127.0.0.1:9/api/"));
        var unreachable = await nowhere.Check.RunAsync(Stop).ToListAsync(Stop);
        Assert.Equal((SourceCheckStep.Reach, SourceFindingOutcome.Failed), (unreachable[^1].Step, unreachable[^1].Outcome));

        using var secretless = new SlackSource(SlackApiKind.Discovery, configure: o => (o.Token, o.TokenFile) = (null, "/nowhere/token"));
        var missing = Assert.Single(await secretless.Check.RunAsync(Stop).ToListAsync(Stop));
        Assert.Equal((SourceCheckStep.Secret, SourceFindingOutcome.Failed), (missing.Step, missing.Outcome));
    }

    [Theory]
    [InlineData(59, SourceFindingOutcome.Good)]
    [InlineData(-61, SourceFindingOutcome.Warning)]
    [InlineData(301, SourceFindingOutcome.Failed)]
    public void A_clock_that_is_wrong_is_found(int seconds, SourceFindingOutcome outcome)
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);

        Assert.Equal(outcome, ClockCheck.Find(now.AddSeconds(seconds), now).Outcome);
        Assert.Equal(SourceFindingOutcome.Warning, ClockCheck.Find(null, now).Outcome);
    }

    [Fact]
    public async Task No_finding_tells_the_token()
    {
        foreach (var state in Enum.GetValues<SlackTokenState>())
        {
            Assert.All(await CheckAsync(SlackApiKind.Discovery, SlackToken.Discovery with { State = state }), f =>
                Assert.DoesNotContain(SlackToken.Discovery.Value, f.Message, StringComparison.Ordinal));
        }
    }

    private static (SourceFindingOutcome Outcome, string Message) Of(IReadOnlyList<SourceFinding> findings, SourceCheckStep step)
    {
        var finding = Assert.Single(findings, f => f.Step == step);
        return (finding.Outcome, finding.Message);
    }

    private static async Task<IReadOnlyList<SourceFinding>> CheckAsync(SlackApiKind api, SlackToken? token = null)
    {
        await using var simulator = await StartAsync(token ?? (api == SlackApiKind.Discovery ? SlackToken.Discovery : SlackToken.Web));
        using var source = new SlackSource(api, simulator.BaseAddress);
        return await source.Check.RunAsync(Stop).ToListAsync(Stop);
    }

    private static Task<SlackSimulator> StartAsync(SlackToken token) =>
        SlackSimulator.StartAsync(BankCorpusGenerator.Generate(200, 3), new SlackSimulatorOptions { Tokens = [token] }, Stop);
}
