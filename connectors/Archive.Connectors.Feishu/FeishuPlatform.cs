using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Feishu.Callbacks;
using Archive.Connectors.Http;
using Archive.Connectors.Http.Callbacks;
using Archive.Connectors.Http.Forms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Connectors.Feishu;

/// <inheritdoc cref="ISourcePlatform"/>
public sealed class FeishuPlatform : ISourcePlatform
{
    public string Name => "feishu";

    public string SecretSetting => nameof(FeishuSourceSettings.AppSecretFile);

    public bool CanConfirm => true;

    public SourceForm Form => FeishuForm.Form;

    public string Add(IServiceCollection services, string source, IConfigurationSection settings)
    {
        var read = settings.Get<FeishuSourceSettings>() ?? new FeishuSourceSettings();
        Check(source, read);
        var callback = read.Callback is { } set ? FeishuCallbackOptions.Of(source, read.AppId, set) : null;
        if (!string.IsNullOrWhiteSpace(read.AppSecret) || !string.IsNullOrWhiteSpace(read.AppSecretFile))
        {
            services.AddFeishuConnector(o =>
            {
                o.Source = source;
                o.AppId = read.AppId;
                o.AppSecret = read.AppSecret;
                o.AppSecretFile = read.AppSecretFile;
                o.BaseUrl = read.Address ?? o.BaseUrl;
                o.RequestsPerSecond = read.RequestsPerSecond ?? o.RequestsPerSecond;
                o.MaxFileBytes = read.MaxFileMegabytes * 1024 * 1024 ?? o.MaxFileBytes;
            });
            if (callback is not null)
            {
                services.AddSingleton<IPlatformCallback>(provider => new FeishuCallback(callback, provider.GetRequiredService<TimeProvider>()));
            }
        }

        return $"app {read.AppId} at {read.Address?.Host ?? "open.feishu.cn"}";
    }

    private static void Check(string source, FeishuSourceSettings settings)
    {
        var failures = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), failures, validateAllProperties: true))
        {
            throw new SourceSettingsException(source, typeof(FeishuSourceSettings), $"Source \"{source}\"", failures);
        }
    }
}
