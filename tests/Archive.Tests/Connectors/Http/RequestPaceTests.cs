using Archive.Connectors.Http;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Connectors.Http;

public sealed class RequestPaceTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Requests_are_as_far_apart_as_the_budget_says_whatever_their_method()
    {
        var pace = new RequestPace(2, _time);

        Task[] waits = [.. new[] { "a", "b", "a" }.Select(method => pace.WaitAsync(method, Stop))];

        Assert.Equal([true, false, false], waits.Select(w => w.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal([true, true, false], waits.Select(w => w.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.All(waits, w => Assert.True(w.IsCompleted));
    }

    [Fact]
    public void A_method_that_is_to_be_quiet_delays_no_other()
    {
        var pace = new RequestPace(10, _time);
        pace.Quiet("a", TimeSpan.FromMinutes(1));

        var quiet = pace.WaitAsync("a", Stop);
        var other = pace.WaitAsync("b", Stop);

        Assert.False(quiet.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(other.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(quiet.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(quiet.IsCompleted);
    }

    [Fact]
    public void Those_that_wait_for_a_quiet_method_do_not_all_go_at_once()
    {
        var pace = new RequestPace(1, _time);
        pace.Quiet("a", TimeSpan.FromMinutes(1));

        Task[] waits = [.. Enumerable.Range(0, 3).Select(_ => pace.WaitAsync("a", Stop))];
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([true, false, false], waits.Select(w => w.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.All(waits, w => Assert.True(w.IsCompleted));
    }

    [Fact]
    public void A_shorter_silence_does_not_end_a_longer_one()
    {
        var pace = new RequestPace(1_000, _time);
        pace.Quiet("a", TimeSpan.FromMinutes(2));
        pace.Quiet("a", TimeSpan.FromSeconds(1));

        var wait = pace.WaitAsync("a", Stop);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(wait.IsCompleted);
    }

    [Fact]
    public void Sources_of_one_account_share_a_budget_and_the_most_careful_one_counts()
    {
        var paces = new RequestPaces(_time);

        var one = paces.Find("open.feishu.cn", "cli_1", "desk", 10);
        Assert.Same(one, paces.Find("open.feishu.cn", "cli_1", "sales", 1));
        Assert.NotSame(one, paces.Find("open.larksuite.com", "cli_1", "lark", 1));
        Assert.NotSame(one, paces.Find("open.feishu.cn", "cli_2", "other", 1));

        _ = one.WaitAsync("a", Stop);
        var second = one.WaitAsync("a", Stop);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(second.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_source_that_is_gone_or_has_another_app_slows_nobody_down_any_more(bool isRemoved)
    {
        var paces = new RequestPaces(_time);
        var pace = paces.Find("slack.com", "token", "desk", 10);
        paces.Find("slack.com", "token", "sales", 0.1);

        if (isRemoved)
        {
            paces.Forget("sales");
        }
        else
        {
            paces.Find("slack.com", "another token", "sales", 0.1);
        }

        Assert.Equal(TimeSpan.FromMilliseconds(100), GapOf(pace));
    }

    [Fact]
    public void What_still_runs_of_the_only_source_keeps_to_its_limit_until_another_says_more()
    {
        var paces = new RequestPaces(_time);
        var pace = paces.Find("slack.com", "token", "desk", 10);

        paces.Forget("desk");
        Assert.Equal(TimeSpan.FromMilliseconds(100), GapOf(pace));

        paces.Find("slack.com", "token", "sales", 100);
        Assert.Equal(TimeSpan.FromMilliseconds(10), GapOf(pace));
    }

    [Fact]
    public void A_check_shares_the_budget_and_has_no_say_in_it()
    {
        var paces = new RequestPaces(_time);
        var live = paces.Find("slack.com", "token", "desk", 10);

        Assert.Same(live, paces.ForCheck().Find("slack.com", "token", "typed", 0.1));
        Assert.Same(live, paces.ForCheck().Find("slack.com", "token", "desk", 0.1));
        Assert.Equal(TimeSpan.FromMilliseconds(100), GapOf(live));

        var own = paces.ForCheck().Find("slack.com", "new token", "typed", 1);
        Assert.Equal(TimeSpan.FromSeconds(1), GapOf(own));
        Assert.NotSame(own, paces.Find("slack.com", "new token", "desk", 10));
    }

    [Fact]
    public void A_source_that_asks_for_more_now_is_held_to_that()
    {
        var paces = new RequestPaces(_time);
        paces.Find("slack.com", "token", "desk", 0.1);

        var pace = paces.Find("slack.com", "token", "desk", 10);
        _ = pace.WaitAsync("a", Stop);
        var second = pace.WaitAsync("a", Stop);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.True(second.IsCompleted);
    }

    /// <summary>How long the second of two requests waits.</summary>
    private TimeSpan GapOf(RequestPace pace)
    {
        _time.Advance(TimeSpan.FromHours(1));
        var began = _time.GetUtcNow();
        _ = pace.WaitAsync("a", Stop);
        var second = pace.WaitAsync("a", Stop);
        while (!second.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(5));
        }

        return _time.GetUtcNow() - began;
    }
}
