using Archive.Simulators.Corpus;
using Archive.Simulators.WeCom;
using Archive.Tests.Simulators.Slack;
using Xunit;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>Eve is from outside and talks in one room. What she was present at is archived while she agrees.</summary>
public sealed class WeComConsentTests : WeComSimulatorTests
{
    [Fact]
    public async Task Puts_the_first_answer_into_the_stream_when_somebody_comes_in()
    {
        var simulator = await StartAsync();
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        var agree = Assert.Single(await parent.PullAsync(Token), m => m.Type == "agree").Json;

        Assert.Equal(simulator.IdOf(SampleCorpus.Eve), agree.GetProperty("from").GetString());
        Assert.Equal(simulator.IdOf(SampleCorpus.Eve), agree.GetProperty("agree").GetProperty("userid").GetString());
        Assert.Equal(agree.GetProperty("msgtime").GetInt64(), agree.GetProperty("agree").GetProperty("agree_time").GetInt64());
        Assert.Equal(simulator.IdOf(Sample.Desk), agree.GetProperty("roomid").GetString());
    }

    [Fact]
    public async Task Leaves_out_what_was_said_before_and_between_agreements()
    {
        var (declines, agrees) = (SampleCorpus.Start.AddHours(1.5), SampleCorpus.Start.AddHours(3.5));
        var simulator = await StartAsync(o => o.Consents["eve"] = [new(agrees, true), new(declines, false)]);
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);
        var pulled = await parent.PullAsync(Token);
        var ids = pulled.Select(m => m.Id).ToHashSet();

        foreach (var message in Sample.In(Sample.Desk).Where(m => m.Time < declines || m.Time > agrees))
        {
            Assert.Contains(simulator.IdOf(message), ids);
        }

        foreach (var message in Sample.In(Sample.Desk).Where(m => m.Time > declines && m.Time < agrees))
        {
            Assert.Empty(simulator.MessageIdsOf(message));
        }

        Assert.Equal(["agree", "disagree", "agree"], pulled.Where(m => m.Type is "agree" or "disagree").Select(m => m.Type));
        var refusal = pulled.Single(m => m.Type == "disagree").Json;
        var answer = refusal.TryGetProperty("disagree", out var own) ? own.GetProperty("disagree_time") : refusal.GetProperty("agree").GetProperty("agree_time");
        Assert.Equal(declines.ToUnixTimeMilliseconds(), answer.GetInt64());
        Assert.Contains(simulator.IdOf(Sample.In(Sample.General)[0]), ids);
    }

    [Fact]
    public async Task Delivers_nothing_of_somebody_who_never_agrees()
    {
        var simulator = await StartAsync(o => o.Consents["eve"] = [new(DateTimeOffset.MinValue, false)]);
        var parent = Parent(simulator);
        await parent.OpenAsync(Token);

        var desk = (await parent.PullAsync(Token)).Where(m => simulator.MessageIdsIn(Sample.Desk).Contains(m.Id));

        Assert.Equal("disagree", Assert.Single(desk).Type);
    }

    [Fact]
    public async Task Archives_who_is_in_scope_at_the_time()
    {
        var simulator = await StartAsync(o =>
        {
            o.ScopeEnds["alice"] = SampleCorpus.Start.AddHours(1.5);
            o.ScopeEnds["bob"] = SampleCorpus.Start.AddHours(2.5);
        });
        using var client = WeComTestClient.ForArchive(simulator);

        // Five messages, an hour apart, between Alice and Bob alone.
        Assert.Equal([1, 1, 1, 0, 0], Sample.In(Sample.Direct).Select(m => simulator.MessageIdsOf(m).Count));
        Assert.NotEmpty(simulator.MessageIdsOf(Sample.Message("parent")));
        Assert.Equal([simulator.IdOf(SampleCorpus.Zoe)], (await client.PostAsync("msgaudit/get_permit_user_list", new { }, Token)).Texts("ids"));
        simulator.ServedUntil = SampleCorpus.Start.AddHours(2);
        var held = (await client.PostAsync("msgaudit/get_permit_user_list", new { }, Token)).Texts("ids");
        Assert.Contains(simulator.IdOf(SampleCorpus.Bob), held);
        Assert.DoesNotContain(simulator.IdOf(SampleCorpus.Alice), held);
    }

    [Fact]
    public async Task Neither_lists_nor_archives_more_members_than_there_are_seats()
    {
        for (var seats = 0; seats <= 4; seats++)
        {
            var simulator = await StartAsync(o => o.Seats = seats);
            simulator.ServedUntil = SampleCorpus.Start.AddDays(1);
            using var client = WeComTestClient.ForArchive(simulator);
            var held = (await client.PostAsync("msgaudit/get_permit_user_list", new { }, Token)).Texts("ids");

            Assert.Equal(seats, held.Length);
            CorpusPerson[] pair = [SampleCorpus.Alice, SampleCorpus.Bob];
            Assert.Equal(pair.Any(p => held.Contains(simulator.IdOf(p))), simulator.MessageIdsIn(Sample.Direct).Count > 0);
            Assert.Equal(seats > 0, simulator.MessageIdsIn(Sample.General).Count > 0);
        }
    }
}
