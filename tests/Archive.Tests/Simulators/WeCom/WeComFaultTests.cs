using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;
using Archive.Simulators.WeCom.Faults;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

public sealed class WeComFaultTests : WeComSimulatorTests
{
    private const string Permits = "msgaudit/get_permit_user_list";

    [Theory]
    [InlineData(FaultKind.Busy, -1)]
    [InlineData(FaultKind.RateLimited, 45009)]
    [InlineData(FaultKind.TooManyAtOnce, 45033)]
    [InlineData(FaultKind.ExpiredToken, 42001)]
    [InlineData(FaultKind.InvalidToken, 40014)]
    public async Task Refuses_one_request_by_code(FaultKind kind, int code)
    {
        var simulator = await StartFaultyAsync(kind);
        using var client = WeComTestClient.ForArchive(simulator);

        Assert.Equal(code, await client.CodeAsync(Permits, new { }, Token));
        client.UseToken(null);
        Assert.Equal(0, await client.CodeAsync(Permits, new { }, Token));
        Assert.Equal(1, simulator.FaultCounts[kind]);
    }

    [Theory]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.GarbledJson)]
    public async Task Spoils_the_json(FaultKind kind)
    {
        using var client = WeComTestClient.ForArchive(await StartFaultyAsync(kind));

        await Assert.ThrowsAnyAsync<JsonException>(() => client.PostAsync(Permits, new { }, Token));
        Assert.Equal(0, await client.CodeAsync(Permits, new { }, Token));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.Hang)]
    public async Task Drops_the_connection(FaultKind kind)
    {
        var simulator = await StartFaultyAsync(kind);
        using var client = WeComTestClient.ForArchive(simulator);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.PostAsync(Permits, new { }, Token));

        // The request is noted once its end is over, which the client does not wait for.
        while (!simulator.Requests.Any(r => r.Status == 0))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Answers_late_or_with_an_error_page()
    {
        var late = await StartFaultyAsync(FaultKind.Delay);
        using var client = WeComTestClient.ForArchive(late);
        await client.AskTokenAsync(Token);
        var start = TimeProvider.System.GetTimestamp();
        using var answer = await client.RawAsync(Permits, Token);
        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(140));
        var broken = await StartFaultyAsync(FaultKind.ServerError);
        using var other = WeComTestClient.ForArchive(broken);
        await other.AskTokenAsync(Token);

        using var page = await other.RawAsync(Permits, Token);

        Assert.Equal(500, (int)page.StatusCode);
    }

    [Theory]
    [InlineData(FaultKind.SdkNetwork, 10001)]
    [InlineData(FaultKind.SdkParse, 10002)]
    public async Task Refuses_one_call_by_return_code(FaultKind kind, int code)
    {
        var simulator = await StartAsync(o => o.SdkFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [1] = kind, [2] = kind }));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        var file = WeComSimulator.FileIdOf(Sample.File("plain"));

        Assert.Equal(code, (await parent.ReadChatAsync(0, 5, Token)).Code);
        Assert.Equal(code, (await parent.ReadMediaAsync("", file, Token)).Code);
        Assert.Equal(0, (await parent.ReadChatAsync(0, 5, Token)).Code);
        Assert.Equal(2, simulator.FaultCounts[kind]);
    }

    [Theory]
    [InlineData(FaultKind.SdkBusy, -1)]
    [InlineData(FaultKind.SdkRateLimited, 45009)]
    public async Task Refuses_messages_inside_and_strikes_nothing_else(FaultKind kind, int code)
    {
        var simulator = await StartAsync(o => o.SdkFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [1] = kind, [2] = kind }));
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        using var refused = JsonDocument.Parse((await parent.ReadChatAsync(0, 5, Token)).Json);
        Assert.Equal(code, refused.RootElement.Code());
        Assert.Equal(0, (await parent.ReadMediaAsync("", WeComSimulator.FileIdOf(Sample.File("plain")), Token)).Code);
        Assert.Equal(1, simulator.FaultCounts[kind]);
    }

    [Fact]
    public async Task Fails_a_system_call_for_media_only_and_one_decryption_of_many()
    {
        var simulator = await StartAsync(o =>
        {
            o.SdkFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [1] = FaultKind.SdkSystemCall, [2] = FaultKind.SdkSystemCall });
            o.DecryptFaults = FaultSchedule.At(new Dictionary<int, FaultKind> { [2] = FaultKind.SdkDecrypt });
        });
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        using var page = JsonDocument.Parse((await parent.ReadChatAsync(0, 3, Token)).Json);
        Assert.Equal(10003, (await parent.ReadMediaAsync("", WeComSimulator.FileIdOf(Sample.File("plain")), Token)).Code);
        var items = page.RootElement.Items("chatdata").Select(i => (parent.ContentKey(i), i.Text("encrypt_chat_msg"))).ToArray();
        Assert.Equal([0, 10008, 0], (await parent.DecryptAsync(items, Token)).Select(d => d.Code));
        Assert.Equal([0, 0, 0], (await parent.DecryptAsync(items, Token)).Select(d => d.Code));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Loses_nothing_to_a_parent_that_starts_again(int seed)
    {
        var bank = BankCorpusGenerator.Generate(300, 7);
        var simulator = await StartAsync(bank, o =>
        {
            o.SdkFaults = FaultSchedule.SeededSdk(seed, 0.4);
            o.DecryptFaults = FaultSchedule.SeededDecrypt(seed, 0.02, FaultKind.SdkDecrypt, FaultKind.SdkCrash);
            o.StreamFaults = StreamFaultSchedule.Seeded(seed, 0.05);
        });
        var (found, seq, parent) = (new List<string>(), 0UL, (SdkTestParent?)null);
        for (var attempts = 0; ; attempts++)
        {
            Assert.True(attempts < 1_000, "It never ends.");
            try
            {
                if (parent is null)
                {
                    parent = Parent(simulator);
                    await parent.OpenAsync(Token);
                }

                var (code, json) = await parent.ReadChatAsync(seq, 3, Token);
                using var page = JsonDocument.Parse(code == 0 ? json : "{\"errcode\":-1}"u8.ToArray());
                if (page.RootElement.Code() != 0)
                {
                    continue;
                }

                var items = page.RootElement.Items("chatdata");
                if (items.Length == 0)
                {
                    break;
                }

                var texts = await parent.DecryptAsync([.. items.Select(i => (parent.ContentKey(i), i.Text("encrypt_chat_msg")))], Token);
                if (texts.TrueForAll(t => t.Code == 0))
                {
                    found.AddRange(items.Select(i => i.Text("msgid")));
                    seq = items[^1].GetProperty("seq").GetUInt64();
                }
            }
            catch (Exception e) when (e is EndOfStreamException or JsonException || e.GetType().Name == "FrameException")
            {
                parent = null;
            }
        }

        Assert.Equal(simulator.MessageIds, found.Distinct());
        Assert.True(found.Count > simulator.MessageIds.Count, "Nothing was repeated.");
        FaultKind[] expected = [FaultKind.SdkNetwork, FaultKind.SdkParse, FaultKind.SdkCrash, FaultKind.SdkGarbage, FaultKind.SdkLeak, FaultKind.SdkBusy, FaultKind.SdkRateLimited];
        Assert.All(expected, kind => Assert.True(simulator.FaultCounts.GetValueOrDefault(kind) > 0, $"{kind} did not strike."));
        Assert.Equal(3, simulator.StreamFaultCounts.Count);
    }

    [Fact]
    public void Draws_the_same_faults_for_the_same_seed_and_of_its_own_face()
    {
        FaultSchedule[] schedules = [FaultSchedule.Seeded(7, 0.8), FaultSchedule.SeededSdk(7, 0.8), FaultSchedule.SeededDecrypt(7, 0.8)];
        FaultSchedule[] again = [FaultSchedule.Seeded(7, 0.8), FaultSchedule.SeededSdk(7, 0.8), FaultSchedule.SeededDecrypt(7, 0.8)];
        var drawn = schedules.Select(s => Enumerable.Range(1, 2_000).Select(s.For).ToArray()).ToArray();

        Assert.Equal(drawn, again.Select(s => Enumerable.Range(1, 2_000).Select(s.For).ToArray()));
        var kinds = drawn.Select(d => d.OfType<FaultKind>().Distinct().Order().ToArray()).ToArray();
        Assert.Equal(Enum.GetValues<FaultKind>().Where(k => k < FaultKind.SdkNetwork && k != FaultKind.Hang), kinds[0]);
        Assert.Equal(Enum.GetValues<FaultKind>().Where(k => k >= FaultKind.SdkNetwork && k is not (FaultKind.SdkHang or FaultKind.SdkDecrypt)), kinds[1]);
        Assert.Equal([FaultKind.SdkDecrypt], kinds[2]);
    }

    private Task<WeComSimulator> StartFaultyAsync(FaultKind kind) => StartAsync(o =>
    {
        // The first request is the one for a token.
        o.Faults = FaultSchedule.At(new Dictionary<int, FaultKind> { [2] = kind });
        o.FaultHang = TimeSpan.FromMilliseconds(50);
        o.FaultDelay = TimeSpan.FromMilliseconds(150);
    });
}
