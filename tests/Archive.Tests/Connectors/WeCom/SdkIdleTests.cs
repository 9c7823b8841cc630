using Archive.Connectors.WeCom.Sdk;
using Archive.Connectors.WeCom.Wire;
using Archive.Simulators.WeCom;
using Archive.Tests.Simulators.Slack;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>Nobody tells that a source is gone, so its child ends by itself.</summary>
public sealed class SdkIdleTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_child_that_nobody_asks_any_more_ends_and_another_one_is_there_when_it_is_needed()
    {
        await using var platform = await WeComSimulator.StartAsync(new SampleCorpus().Corpus, new WeComSimulatorOptions(), Stop);
        var defaults = new WeComSimulatorOptions();
        var (time, launcher) = (new FakeTimeProvider(), new EndingLauncher(new InProcessSdkLauncher(platform.ServeSdkAsync)));
        await using var sdk = new SdkSupervisor(launcher, new SdkLimits(1L << 30, TimeSpan.FromMinutes(1)), "harbor", time, NullLogger.Instance);
        await sdk.UseAsync(new SdkLogin("", defaults.CorpId, defaults.ArchiveSecret, "", "", 60), Stop);

        var (asked, almost) = (await FirstAsync(sdk), SdkSupervisor.LongestIdle - TimeSpan.FromSeconds(1));
        time.Advance(almost);
        Assert.Equal(asked, await FirstAsync(sdk));
        time.Advance(almost);
        Assert.Equal((1, 0), (launcher.Started, launcher.Ended));

        time.Advance(TimeSpan.FromSeconds(1));
        await launcher.FirstEnd;
        Assert.Equal(asked, await FirstAsync(sdk));
        Assert.Equal((2, 1), (launcher.Started, launcher.Ended));
    }

    private static async Task<string> FirstAsync(SdkSupervisor sdk) => ChatPage.Parse((await sdk.ReadChatAsync(0, 1, Stop)).Bytes).Messages.Single().MessageId;
}
