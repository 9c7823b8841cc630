using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Http;
using Archive.Connectors.Http.Forms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Connectors.Slack;

/// <inheritdoc cref="ISourcePlatform"/>
public sealed class SlackPlatform : ISourcePlatform
{
    public string Name => "slack";

    public string SecretSetting => nameof(SlackSourceSettings.TokenFile);

    public bool CanConfirm => true;

    public SourceForm Form => SlackForm.Form;

    public string Add(IServiceCollection services, string source, IConfigurationSection settings)
    {
        var read = settings.Get<SlackSourceSettings>() ?? new SlackSourceSettings();
        var api = Check(source, read);
        if (!string.IsNullOrWhiteSpace(read.Token) || !string.IsNullOrWhiteSpace(read.TokenFile))
        {
            services.AddSlackConnector(o =>
            {
                o.Source = source;
                o.Token = read.Token;
                o.TokenFile = read.TokenFile;
                o.BaseUrl = read.Address ?? o.BaseUrl;
                o.RequestsPerSecond = read.RequestsPerSecond;
                o.MaxFileBytes = read.MaxFileMegabytes * 1024 * 1024 ?? o.MaxFileBytes;
                o.Api = api;
                o.DepartmentField = read.DepartmentField;
                o.ManagerField = read.ManagerField;
            });
        }

        return $"API {read.Api} at {read.Address?.Host ?? "slack.com"}";
    }

    private static SlackApiKind Check(string source, SlackSourceSettings settings)
    {
        var failures = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), failures, validateAllProperties: true);
        if (!Enum.TryParse<SlackApiKind>(settings.Api, ignoreCase: true, out var api))
        {
            failures.Add(new ValidationResult($"Api \"{settings.Api}\" is not known. Known: {string.Join(", ", Enum.GetNames<SlackApiKind>()).ToLowerInvariant()}.", [nameof(settings.Api)]));
        }

        return failures.Count == 0 ? api : throw new SourceSettingsException(source, typeof(SlackSourceSettings), $"Source \"{source}\"", failures);
    }
}
