using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Archive.Connectors.WeCom;

public static class WeComServiceCollectionExtensions
{
    /// <summary>Adds one source; call it again for each further one. Connects to nothing and starts nothing.</summary>
    /// <exception cref="OptionsValidationException">A value is missing or out of bounds.</exception>
    public static IServiceCollection AddWeComConnector(this IServiceCollection services, Action<WeComOptions> configure)
    {
        var options = new WeComOptions();
        configure(options);
        Validate(options);
        var client = $"wecom:{options.Source}";
        services.AddConnectorHttpClient(client, options.Http);
        services.TryAddSingleton<TokenCache>();
        services.TryAddSingleton<RequestPaces>();
        services.TryAddSingleton<ISdkLauncher, ArchiveProcessLauncher>();
        services.AddSingleton<IChatConnector>(provider => Make<WeComConnector>(provider, options, client));
        services.AddSingleton<ISourceCheck>(provider => Make<WeComCheck>(provider, options, client));
        return services;
    }

    private static T Make<T>(IServiceProvider provider, WeComOptions options, string client) =>
        ActivatorUtilities.CreateInstance<T>(provider, options, provider.GetRequiredService<IHttpClientFactory>().CreateClient(client));

    private static void Validate(WeComOptions options)
    {
        var failures = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true);
        Validator.TryValidateObject(options.Http, new ValidationContext(options.Http), failures, validateAllProperties: true);
        if (string.IsNullOrWhiteSpace(options.Secret) == string.IsNullOrWhiteSpace(options.SecretFile))
        {
            failures.Add(new ValidationResult("Set exactly one of Secret and SecretFile.", [nameof(options.Secret)]));
        }

        if (options.PrivateKeys.Count == 0)
        {
            failures.Add(new ValidationResult("Set PrivateKeys: the PEM file of the private key for each version of the public key, by its number.", [nameof(options.PrivateKeys)]));
        }

        if (!options.BaseUrl.IsAbsoluteUri || (options.BaseUrl.Scheme != Uri.UriSchemeHttps && !options.BaseUrl.IsLoopback))
        {
            failures.Add(new ValidationResult("BaseUrl must be an https address; plain http is for this machine only.", [nameof(options.BaseUrl)]));
        }

        if (failures.Count > 0)
        {
            throw new SourceSettingsException(options.Source, typeof(WeComOptions), $"WeCom source \"{options.Source}\"", failures);
        }
    }
}
