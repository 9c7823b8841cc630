using Archive.Connectors.WeCom.Sdk;

namespace Archive.Cli.Demo;

/// <summary>What one run of a demo changes, and its folder does not hold.</summary>
/// <param name="Settings">Where the simulated platforms listen this time, and how often they are read.</param>
/// <param name="Today">The corpus' own present, at which the capture clock stands, so that the same seed gives the same evidence root.</param>
/// <param name="Sdk">In place of WeCom's library, which everybody has to fetch themselves.</param>
internal sealed record DemoRun(IReadOnlyDictionary<string, string?> Settings, DateTimeOffset Today, ISdkLauncher Sdk)
{
    public static DemoRun Of(DemoFolder folder, DateTimeOffset today, DemoPlatforms platforms) =>
        new(platforms.Sources.SelectMany(source => SettingsOf(folder, source)).ToDictionary(StringComparer.Ordinal), today, platforms.Sdk);

    private static IEnumerable<KeyValuePair<string, string?>> SettingsOf(DemoFolder folder, DemoSource source) =>
    [
        .. source.PrivateKey is null ? [] : new[] { KeyValuePair.Create<string, string?>($"Archive:Sources:{source.Name}:PrivateKeys:1", folder.PrivateKey) },
        new($"Archive:Sources:{source.Name}:Address", source.Address.ToString()),
        new($"Archive:Sources:{source.Name}:RequestsPerSecond", "10000"),
        new($"Archive:Sources:{source.Name}:Schedule", "*/15 * * * *"),
    ];
}
