using System.Net;
using System.Text.Json;
using Archive.Simulators.Slack;
using Archive.Simulators.Slack.Faults;
using Xunit;

namespace Archive.Tests.Simulators.Slack;

public sealed class SlackFaultTests : SlackSimulatorTests
{
    private static readonly FaultKind[] PageFaults = [FaultKind.RepeatedPage, FaultKind.ReorderedPage, FaultKind.ShortPage, FaultKind.EmptyPage];

    [Theory]
    [InlineData(FaultKind.RateLimited, HttpStatusCode.TooManyRequests)]
    [InlineData(FaultKind.ServerError, HttpStatusCode.InternalServerError)]
    public async Task Refuses_one_request_by_status(FaultKind kind, HttpStatusCode status)
    {
        var simulator = await StartFaultyAsync(kind);
        using var client = SlackTestClient.Discovery(simulator);

        using var first = await client.SendAsync("auth.test", Token);
        using var second = await client.SendAsync("auth.test", Token);

        Assert.Equal(status, first.StatusCode);
        Assert.Equal(kind == FaultKind.RateLimited, first.Headers.RetryAfter is not null);
        Assert.Equal(kind == FaultKind.ServerError ? "text/html" : "application/json", first.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(1, simulator.FaultCounts[kind]);
    }

    [Fact]
    public async Task Hangs_until_the_client_gives_up()
    {
        var time = new HangTime(TimeSpan.FromMinutes(3));
        var simulator = await StartFaultyAsync(FaultKind.Hang, o => (o.Time, o.FaultHang) = (time, time.Hang));
        using var client = SlackTestClient.Discovery(simulator);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asked = client.SendAsync("auth.test", patience.Token);
        await time.HasBegun.WaitAsync(Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Null(await client.ErrorAsync("auth.test", Token));
    }

    [Fact]
    public async Task Drops_a_hanging_connection_in_the_end()
    {
        var simulator = await StartFaultyAsync(FaultKind.Hang, o => o.FaultHang = TimeSpan.FromMilliseconds(50));
        using var client = SlackTestClient.Discovery(simulator);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.SendAsync("auth.test", Token));
    }

    [Fact]
    public async Task Delays_an_answer_without_changing_it()
    {
        var simulator = await StartFaultyAsync(FaultKind.Delay, o => o.FaultDelay = TimeSpan.FromMilliseconds(150));
        using var client = SlackTestClient.Discovery(simulator);
        var start = TimeProvider.System.GetTimestamp();

        Assert.Null(await client.ErrorAsync("auth.test", Token));

        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromMilliseconds(120));
    }

    [Fact]
    public async Task Resets_the_connection_in_the_middle_of_the_body()
    {
        var simulator = await StartFaultyAsync(FaultKind.ConnectionReset);
        using var client = SlackTestClient.Discovery(simulator);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.SendAsync("discovery.users.list", Token));
        Assert.Equal(0, simulator.Requests[0].Status);
    }

    [Theory]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.GarbledJson)]
    public async Task Spoils_the_json_of_a_complete_answer(FaultKind kind)
    {
        var simulator = await StartFaultyAsync(kind);
        using var client = SlackTestClient.Discovery(simulator);

        using var response = await client.SendAsync("discovery.users.list", Token);
        var body = await response.Content.ReadAsByteArrayAsync(Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
    }

    [Fact]
    public async Task Shows_each_page_fault_in_the_page()
    {
        var simulator = await StartAsync(o => o.Faults = FaultSchedule.At(PageFaults.Select((k, i) => (k, i)).ToDictionary(p => p.i + 2, p => p.k)));
        using var client = SlackTestClient.Discovery(simulator);
        var call = $"discovery.conversations.history?channel={simulator.IdOf(Sample.General)}&limit=10";
        async Task<(string[] Ts, string Offset)> PageAsync()
        {
            var page = await client.CallAsync(call, Token);
            return ([.. page.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("ts").GetString()!)], page.GetProperty("offset").GetString()!);
        }

        var (plain, repeated, reordered, cut, empty) = (await PageAsync(), await PageAsync(), await PageAsync(), await PageAsync(), await PageAsync());

        Assert.Equal((plain.Ts[0], plain.Ts[9]), (repeated.Offset, plain.Offset));
        Assert.Equal(plain.Ts, repeated.Ts);
        Assert.NotEqual(plain.Ts, reordered.Ts);
        Assert.Equal(plain.Ts.Order(), reordered.Ts.Order());
        Assert.Equal(plain.Offset, reordered.Offset);
        Assert.Equal(plain.Ts[..5], cut.Ts);
        Assert.Equal(plain.Ts[4], cut.Offset);
        Assert.Empty(empty.Ts);
        Assert.Equal(plain.Ts[0], empty.Offset);
        Assert.All(PageFaults, k => Assert.Equal(1, simulator.FaultCounts[k]));
    }

    [Theory]
    [InlineData(1, true, 2)]
    [InlineData(2, true, 7)]
    [InlineData(3, false, 1)]
    [InlineData(4, false, 7)]
    [InlineData(5, true, 1)]
    public async Task Loses_nothing_to_a_correct_client_however_many_faults_strike(int seed, bool repeat, int limit)
    {
        var simulator = await StartAsync(o =>
            (o.Faults, o.RepeatBoundaryMessage, o.FaultDelay) = (FaultSchedule.Seeded(seed, 0.5), repeat, TimeSpan.FromMilliseconds(1)));
        using var discovery = SlackTestClient.Discovery(simulator);
        using var web = SlackTestClient.Web(simulator);
        var general = simulator.IdOf(Sample.General);

        var history = await discovery.DiscoveryHistoryAsync(general, limit, Token);
        var top = await web.WebHistoryAsync(general, limit, Token);
        var thread = await web.AllAsync($"conversations.replies?channel={general}&ts={simulator.IdOf(Sample.Message("parent"))}&limit={limit}", "messages", "cursor", "ts", Token);
        var users = await discovery.AllAsync($"discovery.users.list?include_deleted=1&limit={limit}", "users", "offset", "id", Token);

        var all = Sample.In(Sample.General).Select(simulator.IdOf).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(all, history.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(all, top.Keys.Union(thread.Keys).Order(StringComparer.Ordinal));
        Assert.Equal(41, thread.Count);
        Assert.Equal(5, users.Count);
        Assert.NotEmpty(simulator.FaultCounts);
    }

    [Fact]
    public void Draws_the_same_faults_for_the_same_seed_and_never_more_than_two_in_a_row()
    {
        var (first, again, other) = (FaultSchedule.Seeded(7, 0.8), FaultSchedule.Seeded(7, 0.8), FaultSchedule.Seeded(8, 0.8));
        var drawn = Enumerable.Range(1, 2_000).Select(first.For).ToArray();

        Assert.Equal(drawn, Enumerable.Range(1, 2_000).Select(again.For));
        Assert.NotEqual(drawn, Enumerable.Range(1, 2_000).Select(other.For));
        Assert.DoesNotContain(Enumerable.Range(0, 1_998), i => drawn[i] is not null && drawn[i + 1] is not null && drawn[i + 2] is not null);
        Assert.Equal(Enum.GetValues<FaultKind>().Length - 1, drawn.OfType<FaultKind>().Distinct().Count());
        Assert.InRange(drawn.Count(d => d is not null), 800, 1_400);
    }

    private Task<SlackSimulator> StartFaultyAsync(FaultKind kind, Action<SlackSimulatorOptions>? configure = null) => StartAsync(o =>
    {
        o.Faults = FaultSchedule.At(new Dictionary<int, FaultKind> { [1] = kind });
        configure?.Invoke(o);
    });

    /// <summary>Tells when the simulator has a request and begins to say nothing.</summary>
    private sealed class HangTime(TimeSpan hang) : TimeProvider
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TimeSpan Hang => hang;

        public Task HasBegun => _begun.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == hang)
            {
                _begun.TrySetResult();
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
