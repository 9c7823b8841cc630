using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Feishu;
using Archive.Connectors.Http;
using Archive.Connectors.Http.Callbacks;
using Archive.Connectors.Slack;
using Archive.Connectors.WeCom;
using Archive.Core.Connectors;
using Archive.Core.Retention;

namespace Archive.Web.Hosting;

/// <summary>Makes the configured sources known, each through its platform.</summary>
internal static class SourcePlatforms
{
    /// <summary>A further platform is one line here.</summary>
    public static IReadOnlyList<ISourcePlatform> All { get; } =
    [
        new FeishuPlatform(),
        new SlackPlatform(),
        new WeComPlatform(),
    ];

    public static ISourcePlatform? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    /// <summary>Where the settings of a source stand.</summary>
    public static string SectionOf(string source) => $"{ArchiveSettings.Section}:{nameof(ArchiveSettings.Sources)}:{source}";

    public static void AddSources(this IServiceCollection services, ArchiveSettings settings, IConfiguration configuration)
    {
        var added = settings.Sources.Select(source => (
            Name: source.Key, Settings: source.Value, Description: Add(services, source.Key, source.Value, configuration.GetSection(SectionOf(source.Key))))).ToArray();
        services.AddSingleton(provider => new SourceCatalog(added.Select(source => ToSource(source.Name, source.Settings, source.Description, provider))));
    }

    /// <summary>Checks all settings of a source and registers its connector.</summary>
    /// <returns>What an operator recognises it by.</returns>
    /// <exception cref="SourceSettingsException">A value is missing or out of bounds.</exception>
    public static string Add(IServiceCollection services, string name, SourceSettings settings, IConfigurationSection section) =>
        Check(name, settings).Add(services, name, section);

    /// <param name="services">Those with the connector.</param>
    public static ConfiguredSource ToSource(string name, SourceSettings settings, string description, IServiceProvider services)
    {
        var platform = Check(name, settings);
        return new ConfiguredSource(
            name,
            platform.Name,
            description,
            ToPolicy(settings.Retention),
            () => services.GetServices<IChatConnector>().FirstOrDefault(c => c.Source == name) ?? throw NoSecret(name, platform),
            () => services.GetServices<ISourceCheck>().FirstOrDefault(c => c.Source == name) ?? throw NoSecret(name, platform))
        {
            IsPushed = services.GetServices<IPlatformCallback>().Any(c => c.Source == name),
            Window = platform.Window,
            CanConfirm = platform.CanConfirm,
            LateAfter = settings.LateAfter,
        };
    }

    private static ConnectorException NoSecret(string source, ISourcePlatform platform) => new(
        ConnectorFailure.Unauthorized, $"Source \"{source}\" has no secret. Set {platform.SecretSetting} under Archive:Sources:{source} in archive.json.");

    private static RetentionPolicy ToPolicy(RetentionSettings retention) => new(retention.Policy, retention.MinimumDays, retention.Action);

    private static ISourcePlatform Check(string name, SourceSettings source)
    {
        var failures = new List<ValidationResult>();
        Validator.TryValidateObject(source, new ValidationContext(source), failures, validateAllProperties: true);
        Validator.TryValidateObject(source.Retention, new ValidationContext(source.Retention), failures, validateAllProperties: true);
        var platform = Find(source.Platform);
        if (platform is null)
        {
            failures.Add(new ValidationResult(
                $"Platform \"{source.Platform}\" is not known. Known platforms: {string.Join(", ", All.Select(p => p.Name))}.", [nameof(source.Platform)]));
        }

        return platform is not null && failures.Count == 0 ? platform : throw new SourceSettingsException(name, typeof(SourceSettings), $"Source \"{name}\"", failures);
    }
}
