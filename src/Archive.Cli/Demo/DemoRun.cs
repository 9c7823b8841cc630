namespace Archive.Cli.Demo;

/// <summary>What one run of a demo changes, and its folder does not hold.</summary>
/// <param name="Settings">Where the simulated platforms listen this time, and how often they are read.</param>
/// <param name="Today">The corpus' own present, at which the capture clock stands, so that the same seed gives the same evidence root.</param>
internal sealed record DemoRun(IReadOnlyDictionary<string, string?> Settings, DateTimeOffset Today)
{
    public static DemoRun Of(DateTimeOffset today, IEnumerable<DemoSource> sources) =>
        new(sources.SelectMany(SettingsOf).ToDictionary(StringComparer.Ordinal), today);

    private static IEnumerable<KeyValuePair<string, string?>> SettingsOf(DemoSource source) =>
    [
        new($"Archive:Sources:{source.Name}:Address", source.Address.ToString()),
        new($"Archive:Sources:{source.Name}:RequestsPerSecond", "10000"),
        new($"Archive:Sources:{source.Name}:Schedule", "*/15 * * * *"),
    ];
}
