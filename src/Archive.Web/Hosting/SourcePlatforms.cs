using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Feishu;
using Archive.Connectors.Http;
using Archive.Connectors.Http.Callbacks;
using Archive.Connectors.Slack;
using Archive.Connectors.WeCom;
using Archive.Core.Connectors;
using Archive.Core.Retention;
using Microsoft.Extensions.Options;

namespace Archive.Web.Hosting;

/// <summary>Makes the configured sources known, each through its platform.</summary>
internal static class SourcePlatforms
{
    /// <summary>A further platform is one line here.</summary>
    private static readonly ISourcePlatform[] All =
    [
        new FeishuPlatform(),
        new SlackPlatform(),
        new WeComPlatform(),
    ];

    public static void AddSources(this IServiceCollection services, ArchiveSettings settings, IConfiguration configuration)
    {
        var added = settings.Sources.Select(source =>
        {
            var platform = Check(source.Key, source.Value);
            var section = configuration.GetSection($"{ArchiveSettings.Section}:{nameof(ArchiveSettings.Sources)}:{source.Key}");
            return (source.Key, source.Value, Platform: platform, Description: platform.Add(services, source.Key, section));
        }).ToArray();
        services.AddSingleton(provider => new SourceCatalog(added.Select(source => new ConfiguredSource(
            source.Key,
            source.Platform.Name,
            source.Description,
            ToPolicy(source.Value.Retention),
            () => provider.GetServices<IChatConnector>().FirstOrDefault(c => c.Source == source.Key) ?? throw NoSecret(source.Key, source.Platform),
            () => provider.GetServices<ISourceCheck>().FirstOrDefault(c => c.Source == source.Key) ?? throw NoSecret(source.Key, source.Platform))
        {
            IsPushed = provider.GetServices<IPlatformCallback>().Any(c => c.Source == source.Key),
            Window = source.Platform.Window,
            CanConfirm = source.Platform.CanConfirm,
        })));
    }

    private static ConnectorException NoSecret(string source, ISourcePlatform platform) => new(
        ConnectorFailure.Unauthorized, $"Source \"{source}\" has no secret. Set {platform.SecretSetting} under Archive:Sources:{source} in archive.json.");

    private static RetentionPolicy ToPolicy(RetentionSettings retention) => new(retention.Policy, retention.MinimumDays, retention.Action);

    private static ISourcePlatform Check(string name, SourceSettings source)
    {
        var failures = new List<ValidationResult>();
        Validator.TryValidateObject(source, new ValidationContext(source), failures, validateAllProperties: true);
        Validator.TryValidateObject(source.Retention, new ValidationContext(source.Retention), failures, validateAllProperties: true);
        var platform = All.FirstOrDefault(p => p.Name == source.Platform);
        if (platform is null)
        {
            failures.Add(new ValidationResult($"Platform \"{source.Platform}\" is not known. Known platforms: {string.Join(", ", All.Select(p => p.Name))}."));
        }

        return platform is not null && failures.Count == 0 ? platform : throw new OptionsValidationException(
            name, typeof(SourceSettings), failures.Select(f => $"Source \"{name}\": {f.ErrorMessage}"));
    }
}
