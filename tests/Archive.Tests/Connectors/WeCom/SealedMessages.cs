using Archive.Connectors.Http;
using Archive.Connectors.WeCom;
using Archive.Connectors.WeCom.Sdk;
using Archive.Connectors.WeCom.Wire;
using Archive.Simulators.WeCom;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Connectors.WeCom;

/// <summary>Asks a simulated corporation's child directly.</summary>
internal static class SealedMessages
{
    public static async Task<SdkSupervisor> SignInAsync(WeComSimulator platform, CancellationToken cancellationToken)
    {
        var defaults = new WeComSimulatorOptions();
        var sdk = new SdkSupervisor(
            new InProcessSdkLauncher(platform.ServeSdkAsync), new SdkLimits(1L << 30, TimeSpan.FromSeconds(30)), "harbor", TimeProvider.System, NullLogger.Instance);
        await sdk.UseAsync(new SdkLogin("", defaults.CorpId, defaults.ArchiveSecret, "", "", 60), cancellationToken);
        return sdk;
    }

    /// <summary>All of the stream, as they come.</summary>
    public static async Task<IReadOnlyList<ChatEnvelope>> ReadAsync(WeComSimulator platform, CancellationToken cancellationToken)
    {
        await using var sdk = await SignInAsync(platform, cancellationToken);
        var stream = new ChatStream(sdk, new WeComOptions(), new RequestPace(10_000, TimeProvider.System), TimeProvider.System);
        var all = new List<ChatEnvelope>();
        while (await stream.ReadAsync(all.Count == 0 ? 0 : all[^1].Sequence, cancellationToken) is { Count: > 0 } page)
        {
            all.AddRange(page);
        }

        return all;
    }
}
