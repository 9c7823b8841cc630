using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Archive.Connectors.Feishu;

public static class FeishuServiceCollectionExtensions
{
    /// <summary>Adds one source; call it again for each further one. Connects to nothing.</summary>
    /// <exception cref="OptionsValidationException">A value is missing or out of bounds.</exception>
    public static IServiceCollection AddFeishuConnector(this IServiceCollection services, Action<FeishuOptions> configure)
    {
        var options = new FeishuOptions();
        configure(options);
        Validate(options);
        var client = $"feishu:{options.Source}";
        services.AddConnectorHttpClient(client, options.Http);
        services.TryAddSingleton<TokenCache>();
        services.TryAddSingleton<RequestPaces>();
        services.AddSingleton<IChatConnector>(provider => new FeishuConnector(
            options,
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(client),
            provider.GetRequiredService<TokenCache>(),
            provider.GetRequiredService<RequestPaces>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FeishuConnector>>()));
        services.AddSingleton<ISourceCheck>(provider => new FeishuCheck(
            options,
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(client),
            provider.GetRequiredService<TokenCache>(),
            provider.GetRequiredService<RequestPaces>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FeishuConnector>>()));
        return services;
    }

    private static void Validate(FeishuOptions options)
    {
        var failures = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true);
        Validator.TryValidateObject(options.Http, new ValidationContext(options.Http), failures, validateAllProperties: true);
        if (string.IsNullOrWhiteSpace(options.AppSecret) == string.IsNullOrWhiteSpace(options.AppSecretFile))
        {
            failures.Add(new ValidationResult("Set exactly one of AppSecret and AppSecretFile.", [nameof(options.AppSecret)]));
        }

        if (!options.BaseUrl.IsAbsoluteUri || (options.BaseUrl.Scheme != Uri.UriSchemeHttps && !options.BaseUrl.IsLoopback))
        {
            failures.Add(new ValidationResult("BaseUrl must be an https address; plain http is for this machine only.", [nameof(options.BaseUrl)]));
        }

        if (options.DeepWindow < options.RecentWindow)
        {
            failures.Add(new ValidationResult("DeepWindow must be at least as long as RecentWindow."));
        }

        if (failures.Count > 0)
        {
            throw new SourceSettingsException(options.Source, typeof(FeishuOptions), $"Feishu source \"{options.Source}\"", failures);
        }
    }
}
