using Archive.Core.Connectors;
using Archive.Simulators.Feishu;
using Archive.Tests.Simulators.Slack;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>Chats that the bot is removed from: nobody can say what was said without it, so that is evidence.</summary>
public sealed class FeishuLeftTests
{
    private static readonly DateTimeOffset Start = SampleCorpus.Start;

    [Fact]
    public async Task Remembers_chats_that_the_bot_was_removed_from_and_finds_them_again()
    {
        var desk = FeishuPlatformUnderTest.Sample.Desk;
        await using var tenant = await FeishuPlatformUnderTest.StartAsync(o => o.Bot[desk.Id] = new BotStay(Removed: Start.AddHours(3.5)));
        var left = $"left:{tenant.ChatOf(desk)}";
        var run = await tenant.ReadAsync(Start.AddHours(3.2));
        Assert.Null(run.Cursor.Find(left));

        await tenant.ReadAsync(Start.AddHours(12), run);

        Assert.NotNull(run.Cursor.Find(left));
        Assert.DoesNotContain(run.Items, i => i.NativeId == tenant.IdOf("liked"));
        var gap = Assert.Single(run.Gaps);
        Assert.Equal((tenant.ChatOf(desk), true), (gap.Conversation, gap.From <= Start.AddHours(3.2)));
        Assert.InRange(gap.To, Start.AddHours(12), Start.AddHours(12.1));

        // Told once.
        await tenant.ReadAsync(Start.AddHours(12.5), run);
        Assert.Single(run.Gaps);

        // The same firm with the bot in the chat again.
        await using var again = await FeishuPlatformUnderTest.StartAsync();
        await again.ReadAsync(Start.AddHours(13), run);

        Assert.Null(run.Cursor.Find(left));
        Assert.Contains(run.Items, i => i.NativeId == again.IdOf("liked"));
        Assert.Equal((2, gap.Conversation, gap.To), (run.Gaps.Count, run.Gaps[1].Conversation, run.Gaps[1].From));
        Assert.InRange(run.Gaps[1].To, Start.AddHours(13), Start.AddHours(13.1));
    }

    [Fact]
    public async Task A_run_that_goes_on_days_later_tells_of_those_days_too()
    {
        using var tenant = new ChangingTenant();
        tenant.Say("om_a", "ou_u1", ChangingTenant.Start.AddHours(-9), "oc_a");
        tenant.Say("om_b", "ou_u1", ChangingTenant.Start.AddHours(-9), "oc_b");
        await tenant.ReadAsync();
        await tenant.PassAsync(TimeSpan.FromHours(2));
        tenant.Say("om_a2", "ou_u1", ChangingTenant.Start.AddHours(1), "oc_a");
        await tenant.ReadAsync(pages: 1);
        Assert.NotNull(tenant.Cursor.Find("position"));
        await tenant.PassAsync(TimeSpan.FromDays(3));
        tenant.Close("oc_b");

        var gap = Assert.Single((await tenant.ReadAsync()).Select(page => page.Gap).OfType<CaptureGap>());

        Assert.Equal("oc_b", gap.Conversation);
        Assert.InRange(gap.From, ChangingTenant.Start.AddHours(-8), ChangingTenant.Start.AddMinutes(1)); // the first run read it, however long nothing was said there
        Assert.InRange(gap.To, ChangingTenant.Start.AddHours(74), tenant.Now);
    }
}
