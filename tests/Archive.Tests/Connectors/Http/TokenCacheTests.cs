using Archive.Connectors.Http;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Connectors.Http;

public sealed class TokenCacheTests
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(25);

    private readonly FakeTimeProvider _time = new();
    private int _issued;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asks_once_however_many_wait()
    {
        var cache = new TokenCache(_time);
        var slow = new TaskCompletionSource();

        var waiting = Enumerable.Range(0, 20).Select(_ => cache.GetAsync("feishu", "a", "s", Margin, IssueSlowlyAsync, Cancellation)).ToArray();
        slow.SetResult();

        Assert.Single((await Task.WhenAll(waiting)).Distinct());
        Assert.Equal(1, _issued);

        async Task<IssuedToken> IssueSlowlyAsync(CancellationToken cancellationToken)
        {
            await slow.Task.WaitAsync(cancellationToken);
            return Issue(TimeSpan.FromHours(2));
        }
    }

    [Theory]
    [InlineData(120, 94, 1)]
    [InlineData(120, 96, 2)]
    [InlineData(10, 4, 1)]
    [InlineData(10, 6, 2)]
    public async Task Renews_before_the_end_but_not_before_half_of_the_life(int life, int minutes, int issued)
    {
        var cache = new TokenCache(_time);
        await GetAsync(cache, life: life);

        _time.Advance(TimeSpan.FromMinutes(minutes));
        await GetAsync(cache, life: life);

        Assert.Equal(issued, _issued);
    }

    [Theory]
    [InlineData("feishu", "a", "s", 1)]
    [InlineData("feishu", "a", "other secret", 2)]
    [InlineData("feishu", "b", "s", 2)]
    [InlineData("lark", "a", "s", 2)]
    public async Task Keeps_a_token_for_the_app_its_secret_and_its_platform(string platform, string app, string secret, int issued)
    {
        var cache = new TokenCache(_time);
        await GetAsync(cache);

        await cache.GetAsync(platform, app, secret, Margin, _ => Task.FromResult(Issue(TimeSpan.FromHours(2))), Cancellation);

        Assert.Equal(issued, _issued);
    }

    [Fact]
    public async Task Forgets_a_token_that_was_refused_and_not_the_one_that_took_its_place()
    {
        var cache = new TokenCache(_time);
        var refused = await GetAsync(cache);

        cache.Discard("feishu", "a", "s", refused);
        var second = await GetAsync(cache);
        cache.Discard("feishu", "a", "s", refused);

        Assert.NotSame(refused, second);
        Assert.Same(second, await GetAsync(cache));
    }

    [Fact]
    public async Task Asks_again_for_the_next_caller_when_asking_failed()
    {
        var cache = new TokenCache(_time);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            cache.GetAsync("feishu", "a", "s", Margin, _ => throw new InvalidOperationException(), Cancellation));

        Assert.NotNull(await GetAsync(cache).WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
    }

    private Task<BearerToken> GetAsync(TokenCache cache, int life = 120) =>
        cache.GetAsync("feishu", "a", "s", Margin, _ => Task.FromResult(Issue(TimeSpan.FromMinutes(life))), Cancellation);

    private IssuedToken Issue(TimeSpan life) => new(new BearerToken($"t-{Interlocked.Increment(ref _issued)}"), life);
}
