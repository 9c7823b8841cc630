using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Jobs;

namespace Archive.Tests.Jobs;

/// <summary>What a pull does about the hints of its source.</summary>
public sealed class HintedPullJobTests
{
    private readonly FollowingConnector _connector = new();
    private readonly JobsHarness _jobs;

    public HintedPullJobTests() => _jobs = new JobsHarness(
        new ConfiguredSource("lark", "feishu", "test", new RetentionPolicy("test@1", 0, RetentionAction.Keep), () => _connector) { IsPushed = true });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(JobNames.Event)]
    [InlineData(JobNames.Schedule)]
    [InlineData("ann")]
    public async Task Whoever_started_it_a_pull_follows_what_stands(string startedBy)
    {
        await _jobs.Hints.RaiseAsync("lark", ["oc_1", "oc_2"], Token);

        Assert.NotNull(await _jobs.Pull.RunAsync("lark", startedBy, null, Token));

        Assert.Equal(["oc_1 oc_2"], _connector.Reads);
        Assert.Empty(await _jobs.Hints.ReadDueAsync(Token));
    }

    [Fact]
    public async Task Without_a_hint_a_pull_is_as_ever_and_one_that_an_event_asked_for_is_none()
    {
        Assert.Null(await _jobs.Pull.RunAsync("lark", JobNames.Event, null, Token));
        Assert.Empty(_jobs.Runs.Runs);

        Assert.NotNull(await _jobs.Pull.RunAsync("lark", JobNames.Schedule, null, Token));

        Assert.Equal(["not following"], _connector.Reads);
    }

    [Fact]
    public async Task What_is_raised_while_it_reads_stands_after_it()
    {
        _connector.OnRead = () => _jobs.Hints.RaiseAsync("lark", ["oc_2"], Token);
        await _jobs.Hints.RaiseAsync("lark", ["oc_1"], Token);

        await _jobs.Pull.RunAsync("lark", JobNames.Event, null, Token);
        _connector.OnRead = () => Task.CompletedTask;
        await _jobs.Pull.RunAsync("lark", JobNames.Event, null, Token);
        await _jobs.Pull.RunAsync("lark", JobNames.Event, null, Token);

        Assert.Equal(["oc_1", "oc_2"], _connector.Reads);
    }

    [Fact]
    public async Task Of_one_that_fails_the_hint_stands_and_is_not_followed_at_once()
    {
        await _jobs.Hints.RaiseAsync("lark", ["oc_1"], Token);
        _connector.OnRead = () => throw new ConnectorException(ConnectorFailure.Transient, "away");

        await Assert.ThrowsAsync<ConnectorException>(() => _jobs.Pull.RunAsync("lark", JobNames.Event, null, Token));

        Assert.Empty(await _jobs.Hints.ReadDueAsync(Token));
        Assert.Equal(["oc_1"], (await _jobs.Hints.TakeAsync("lark", Token)).Conversations);
    }

    [Fact]
    public async Task Of_one_that_is_stopped_the_hint_stands_and_is_due()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await _jobs.Hints.RaiseAsync("lark", ["oc_1"], Token);
        _connector.OnRead = stop.CancelAsync;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _jobs.Pull.RunAsync("lark", JobNames.Event, null, stop.Token));

        Assert.Equal(["lark"], await _jobs.Hints.ReadDueAsync(Token));
    }

    [Fact]
    public async Task Why_a_pull_failed_is_told_even_when_the_store_of_hints_is_away()
    {
        _connector.OnRead = () =>
        {
            _jobs.Hints.IsAway = true;
            throw new ConnectorException(ConnectorFailure.Transient, "the platform is away");
        };

        var told = await Assert.ThrowsAsync<ConnectorException>(() => _jobs.Pull.RunAsync("lark", JobNames.Schedule, null, Token));

        Assert.Equal("the platform is away", told.Message);
    }

    /// <summary>Tells what it was to follow, each time it was read.</summary>
    private sealed class FollowingConnector : IHintedConnector
    {
        private string _following = "not following";

        public List<string> Reads { get; } = [];

        public Func<Task> OnRead { get; set; } = () => Task.CompletedTask;

        public string Source => "lark";

        public string Platform => "feishu";

        public Provenance Provenance => Provenance.Captured;

        public IChatConnector Following(IReadOnlyCollection<string> places)
        {
            _following = string.Join(' ', places);
            return this;
        }

        public async IAsyncEnumerable<SourcePage> ReadAsync(
            SourceCursor cursor, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Reads.Add(_following);
            await OnRead();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new SourcePage([], new Dictionary<string, string?>());
        }
    }
}
