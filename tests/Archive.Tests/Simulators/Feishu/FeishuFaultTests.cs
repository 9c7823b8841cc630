using System.Globalization;
using System.Net;
using System.Text.Json;
using Archive.Simulators.Feishu;
using Archive.Simulators.Feishu.Faults;
using Archive.Tests.Simulators.Slack;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

public sealed class FeishuFaultTests : FeishuSimulatorTests
{
    private const string Chats = "im/v1/chats?page_size=1";

    [Theory]
    [InlineData(FaultKind.RateLimited, HttpStatusCode.TooManyRequests)]
    [InlineData(FaultKind.RateLimitedOldForm, HttpStatusCode.BadRequest)]
    [InlineData(FaultKind.ServerError, HttpStatusCode.InternalServerError)]
    [InlineData(FaultKind.InternalError, HttpStatusCode.InternalServerError)]
    public async Task Refuses_one_request_by_status(FaultKind kind, HttpStatusCode status)
    {
        var simulator = await StartFaultyAsync(kind);
        using var client = new FeishuTestClient(simulator);

        using var response = await client.SendAsync(Chats, Token);

        Assert.Equal(status, response.StatusCode);
        if (kind == FaultKind.InternalError)
        {
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
            Assert.Equal(1500, body.RootElement.GetProperty("code").GetInt32());
        }
        else if (kind != FaultKind.ServerError)
        {
            Assert.Equal("1", Assert.Single(response.Headers.GetValues("x-ogw-ratelimit-reset")));
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
            Assert.Equal(99991400, body.RootElement.GetProperty("code").GetInt32());
        }

        Assert.Equal(0, await client.CodeAsync(Chats, Token));
        Assert.Equal(1, simulator.FaultCounts[kind]);
    }

    [Fact]
    public async Task Drops_a_connection_after_half_a_body_and_after_silence()
    {
        var cut = await StartFaultyAsync(FaultKind.ConnectionReset);
        var silent = await StartFaultyAsync(FaultKind.Hang, o => o.FaultHang = TimeSpan.FromMilliseconds(50));
        using var one = new FeishuTestClient(cut);
        using var other = new FeishuTestClient(silent);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => one.SendAsync(Chats, Token));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => other.SendAsync(Chats, Token));
        Assert.Equal(0, cut.Requests[^1].Status);
    }

    [Fact]
    public async Task Delays_an_answer_without_changing_it()
    {
        var simulator = await StartFaultyAsync(FaultKind.Delay, o => o.FaultDelay = TimeSpan.FromMilliseconds(150));
        using var client = new FeishuTestClient(simulator);
        client.UseToken((await client.AskTokenAsync(Token)).Text("tenant_access_token"));
        var start = TimeProvider.System.GetTimestamp();

        Assert.Equal(0, await client.CodeAsync(Chats, Token));

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(140));
        Assert.Equal(1, simulator.FaultCounts[FaultKind.Delay]);
    }

    [Theory]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.GarbledJson)]
    public async Task Spoils_json_but_never_a_download(FaultKind kind)
    {
        var simulator = await StartAsync(o => o.Faults = FaultSchedule.At(new Dictionary<int, FaultKind> { [2] = kind, [3] = kind }));
        using var client = new FeishuTestClient(simulator);
        var path = $"im/v1/messages/{simulator.IdOf(Sample.Message("file-plain"))}/resources/{simulator.KeyOf(Sample.File("plain"))}?type=file";

        await Assert.ThrowsAnyAsync<JsonException>(() => client.CallAsync(Chats, Token));
        using var download = await client.SendAsync(path, Token);

        Assert.Equal(Sample.File("plain").Content, await download.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(1, simulator.FaultCounts[kind]);
    }

    [Fact]
    public async Task Lets_every_token_die_at_once()
    {
        var simulator = await StartFaultyAsync(FaultKind.ExpiredToken);
        using var client = new FeishuTestClient(simulator);

        Assert.Equal(99991663, await client.CodeAsync(Chats, Token));
        Assert.Equal(99991663, await client.CodeAsync(Chats, Token));
        client.UseToken((await client.AskTokenAsync(Token)).Text("tenant_access_token"));
        Assert.Equal(0, await client.CodeAsync(Chats, Token));
        Assert.Equal(1, simulator.FaultCounts[FaultKind.ExpiredToken]);
    }

    [Fact]
    public async Task Refuses_a_good_page_token_and_strikes_nothing_without_one()
    {
        var faults = new Dictionary<int, FaultKind> { [2] = FaultKind.InvalidPageToken, [3] = FaultKind.InvalidPageToken };
        var simulator = await StartAsync(o => o.Faults = FaultSchedule.At(faults));
        using var client = new FeishuTestClient(simulator);

        var first = await client.DataAsync(Chats, Token);
        var next = $"{Chats}&page_token={first.Text("page_token")}";

        Assert.Equal(232001, await client.CodeAsync(next, Token));
        Assert.Equal(0, await client.CodeAsync(next, Token));
        Assert.Equal(1, simulator.FaultCounts[FaultKind.InvalidPageToken]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 50)]
    public async Task Loses_nothing_to_a_correct_client_however_many_faults_strike(int seed, int size)
    {
        // With one message a page nearly every request has a page token, and a walk that begins again at each refusal would not end.
        var kinds = Enum.GetValues<FaultKind>().Where(k => k != FaultKind.Hang && (k != FaultKind.InvalidPageToken || size > 1));
        var simulator = await StartAsync(o => (o.Faults, o.FaultDelay) = (FaultSchedule.Seeded(seed, 0.4, [.. kinds]), TimeSpan.FromMilliseconds(1)));
        using var client = new FeishuTestClient(simulator);
        await GetTokenAsync(client);

        var history = await client.HistoryAsync(simulator.IdOf(Sample.General), size, Token);
        var thread = await client.ThreadAsync(simulator.ThreadIdOf(Sample.Message("parent"))!, Math.Max(size, 7), Token);

        Assert.Equal(
            Sample.In(Sample.General).Select(simulator.IdOf).Order(),
            history.Concat(thread).Select(m => m.Text("message_id")).Distinct().Order());
        Assert.NotEmpty(simulator.FaultCounts);
    }

    [Fact]
    public void Draws_the_same_faults_for_the_same_seed_and_no_hanging()
    {
        var (first, again) = (FaultSchedule.Seeded(7, 0.8), FaultSchedule.Seeded(7, 0.8));
        var drawn = Enumerable.Range(1, 2_000).Select(first.For).ToArray();

        Assert.Equal(drawn, Enumerable.Range(1, 2_000).Select(again.For));
        Assert.Equal(Enum.GetValues<FaultKind>().Where(k => k != FaultKind.Hang), drawn.OfType<FaultKind>().Distinct().Order());
    }

    [Fact]
    public async Task Counts_fifty_a_second_and_a_thousand_a_minute_for_each_api()
    {
        var time = new FakeTimeProvider(SampleCorpus.Today);
        var simulator = await StartAsync(o => (o.EnforceRateLimits, o.Time) = (true, time));
        using var client = new FeishuTestClient(simulator);
        var answered = 0;
        for (var second = 0; second < 20; second++)
        {
            for (var i = 0; i < 50; i++)
            {
                answered += await client.CodeAsync(Chats, Token) == 0 ? 1 : 0;
            }

            using var refused = await client.SendAsync(Chats, Token);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(int.Parse(Assert.Single(refused.Headers.GetValues("x-ogw-ratelimit-reset")), CultureInfo.InvariantCulture), 1, 60);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1_000, answered);
        Assert.Equal(99991400, await client.CodeAsync(Chats, Token));
        Assert.Equal(0, await client.CodeAsync($"im/v1/chats/{simulator.IdOf(Sample.General)}", Token));
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(0, await client.CodeAsync(Chats, Token));
    }

    private async Task<FeishuSimulator> StartFaultyAsync(FaultKind kind, Action<FeishuSimulatorOptions>? configure = null) => await StartAsync(o =>
    {
        // The first request is the one for a token.
        o.Faults = FaultSchedule.At(new Dictionary<int, FaultKind> { [2] = kind });
        configure?.Invoke(o);
    });

    private static async Task GetTokenAsync(FeishuTestClient client)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            try
            {
                client.UseToken((await client.AskTokenAsync(Token)).Text("tenant_access_token"));
                return;
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException)
            {
                // A request for a token can fail like any other.
            }
        }
    }
}
