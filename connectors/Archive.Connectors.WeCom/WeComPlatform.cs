using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Archive.Connectors.Http;
using Archive.Connectors.Http.Callbacks;
using Archive.Connectors.Http.Forms;
using Archive.Connectors.WeCom.Callbacks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Connectors.WeCom;

/// <inheritdoc cref="ISourcePlatform"/>
public sealed class WeComPlatform : ISourcePlatform
{
    public string Name => "wecom";

    public string SecretSetting => nameof(WeComSourceSettings.SecretFile);

    public TimeSpan? Window => WeComOptions.Window;

    public bool CanConfirm => true;

    public SourceForm Form => WeComForm.Form;

    public string Add(IServiceCollection services, string source, IConfigurationSection settings)
    {
        var read = settings.Get<WeComSourceSettings>() ?? new WeComSourceSettings();
        var keys = Check(source, read);
        var callback = read.Callback is { } set ? WeComCallbackOptions.Of(source, read.CorpId, set) : null;
        if (!string.IsNullOrWhiteSpace(read.Secret) || !string.IsNullOrWhiteSpace(read.SecretFile))
        {
            services.AddWeComConnector(o =>
            {
                o.Source = source;
                o.CorpId = read.CorpId;
                o.Secret = read.Secret;
                o.SecretFile = read.SecretFile;
                o.ContactSecret = read.ContactSecret;
                o.ContactSecretFile = read.ContactSecretFile;
                o.CustomerSecret = read.CustomerSecret;
                o.CustomerSecretFile = read.CustomerSecretFile;
                o.BaseUrl = read.Address ?? o.BaseUrl;
                o.Library = read.Library ?? o.Library;
                o.Proxy = read.Proxy;
                o.ProxyPasswordFile = read.ProxyPasswordFile;
                o.RequestsPerSecond = read.RequestsPerSecond ?? o.RequestsPerSecond;
                o.MaxChildMegabytes = read.MaxChildMegabytes ?? o.MaxChildMegabytes;
                o.MaxFileBytes = read.MaxFileMegabytes * 1024 * 1024 ?? o.MaxFileBytes;
                foreach (var (version, file) in keys)
                {
                    o.PrivateKeys[version] = file;
                }
            });
            if (callback is not null)
            {
                services.AddSingleton<IPlatformCallback>(provider => new WeComCallback(callback, provider.GetRequiredService<TimeProvider>()));
            }
        }

        return $"corporation {read.CorpId} at {read.Address?.Host ?? new WeComOptions().BaseUrl.Host}";
    }

    private static Dictionary<int, string> Check(string source, WeComSourceSettings settings)
    {
        var failures = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), failures, validateAllProperties: true);
        var keys = new Dictionary<int, string>();
        foreach (var (version, file) in settings.PrivateKeys)
        {
            if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                failures.Add(new ValidationResult($"PrivateKeys: \"{version}\" is no key version. Use the number that the admin console shows beside the public key.", [nameof(settings.PrivateKeys)]));
            }

            keys[number] = file;
        }

        return failures.Count == 0 ? keys : throw new SourceSettingsException(source, typeof(WeComSourceSettings), $"Source \"{source}\"", failures);
    }
}
