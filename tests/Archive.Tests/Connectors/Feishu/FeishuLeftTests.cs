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
}
