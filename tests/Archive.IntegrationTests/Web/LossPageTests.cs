using Archive.Core.Connectors;
using Archive.Core.Jobs;
using Archive.Web.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Web;

/// <summary>A source of a platform that gives messages out for a tenth of a second: what it has is lost by now.</summary>
public sealed class LossPageTests : IAsyncLifetime
{
    private readonly WebFixture _web = new()
    {
        FurtherSource = new ConfiguredSource("wecom", "wecom", "", WebFixture.Retention, () => throw new NotSupportedException()) { Window = TimeSpan.FromMilliseconds(100) },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _web.InitializeAsync();
        var runs = _web.Services.GetRequiredService<IJobRunLog>();
        await runs.FinishAsync(await runs.StartAsync("pull", "wecom", "schedule", Stop), JobOutcome.Succeeded, new Dictionary<string, long>(), null, Stop);
        await Task.Delay(200, Stop);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    [Fact]
    public async Task Page_health_and_endpoint_say_that_messages_are_being_lost()
    {
        using var otto = await _web.OpenAsAsync(ArchiveRoles.Operator);
        var english = await otto.ReadAsync("/sources");
        var health = await otto.ReadAsync("/health");
        var codes = await otto.ReadAsync("/health/connectors");
        otto.Headers["Accept-Language"] = "zh-CN";
        var chinese = await otto.ReadAsync("/sources");

        Assert.Contains("messages may be lost for good", english, StringComparison.Ordinal);
        Assert.Contains("Without a run, loss begins", health, StringComparison.Ordinal);
        Assert.Contains("\"loss\":{\"state\":\"lost\"", codes, StringComparison.Ordinal);
        Assert.Contains("\"loss\":null", codes, StringComparison.Ordinal); // Slack keeps them
        Assert.Contains("消息可能已永久丢失", chinese, StringComparison.Ordinal);
    }
}
