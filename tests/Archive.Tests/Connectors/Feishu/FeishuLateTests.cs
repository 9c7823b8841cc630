using Archive.Core.Connectors;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>What the platform shows later than it happened, and clocks that do not agree about when that was.</summary>
public sealed class FeishuLateTests : IDisposable
{
    private readonly ChangingTenant _tenant = new();

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public async Task A_thread_that_an_event_has_named_is_due_until_its_reply_had_time_to_show_itself()
    {
        _tenant.Say("om_a", "ou_u1", ChangingTenant.Start.AddDays(-1));
        await _tenant.ReadAsync();
        await _tenant.PassAsync(TimeSpan.FromHours(1));

        // The event is there, and nothing of the thread yet.
        Assert.Empty(Ids(await _tenant.ReadAsync(hint: ["oc_a:omt_old"])));
        await _tenant.PassAsync(TimeSpan.FromMinutes(5));
        _tenant.Reply("om_late", "omt_old", _tenant.Now.AddMinutes(-5));

        Assert.Equal(["om_late"], Ids(await _tenant.ReadAsync()));

        await _tenant.PassAsync(TimeSpan.FromMinutes(6));
        _tenant.Reply("om_later", "omt_old", _tenant.Now.AddMinutes(-10));
        Assert.Contains("om_later", Ids(await _tenant.ReadAsync()));
        Assert.DoesNotContain(_tenant.Cursor.Parts, p => p.Key.StartsWith("hint:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thread_that_is_never_shown_is_forgotten_after_the_overlap()
    {
        _tenant.Say("om_a", "ou_u1", ChangingTenant.Start.AddDays(-1));
        await _tenant.ReadAsync(hint: ["oc_a:omt_none"]);
        Assert.NotNull(_tenant.Cursor.Find("hint:oc_a:omt_none"));
        await _tenant.PassAsync(TimeSpan.FromMinutes(11));

        await _tenant.ReadAsync();

        Assert.DoesNotContain(_tenant.Cursor.Parts, p => p.Key.Contains("omt_none", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task What_is_shown_late_is_found_whatever_our_clock_says(int hoursAhead)
    {
        _tenant.Answers.Date = () => _tenant.Now.AddHours(-hoursAhead);
        var there = ChangingTenant.Start.AddHours(-hoursAhead);
        _tenant.Say("om_a", "ou_u1", there.AddMinutes(-1));
        await _tenant.ReadAsync();
        await _tenant.PassAsync(TimeSpan.FromMinutes(5));

        // Said before the other one, and shown after it.
        _tenant.Say("om_late", "ou_u1", there.AddMinutes(-2));

        Assert.Contains("om_late", Ids(await _tenant.ReadAsync()));
        var complete = DateTimeOffset.Parse(_tenant.Cursor.Find("complete")!, System.Globalization.CultureInfo.InvariantCulture); // the run wrote it
        Assert.True(complete <= _tenant.Now.AddHours(-Math.Max(0, hoursAhead)).AddMinutes(-9), $"{complete:O}");
    }

    private static IEnumerable<string> Ids(IEnumerable<SourcePage> pages) => pages.SelectMany(p => p.Items).Select(i => i.NativeId);
}
