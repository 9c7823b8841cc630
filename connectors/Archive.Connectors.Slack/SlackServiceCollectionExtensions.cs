using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Http;
using Archive.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Archive.Connectors.Slack;

public static class SlackServiceCollectionExtensions
{
    /// <summary>Adds one source; call it again for each further one. Connects to nothing.</summary>
    /// <exception cref="OptionsValidationException">A value is missing or out of bounds.</exception>
    public static IServiceCollection AddSlackConnector(this IServiceCollection services, Action<SlackOptions> configure)
    {
        var options = new SlackOptions();
        configure(options);
        Validate(options);
        var client = $"slack:{options.Source}";
        services.AddConnectorHttpClient(client, options.Http);
        services.TryAddSingleton<RequestPaces>();
        services.AddSingleton<IChatConnector>(provider => new SlackConnector(
            options,
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(client),
            provider.GetRequiredService<RequestPaces>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SlackConnector>>()));
        services.AddSingleton<ISourceCheck>(provider => new SlackCheck(
            options,
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(client),
            provider.GetRequiredService<RequestPaces>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static void Validate(SlackOptions options)
    {
        var failures = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true);
        Validator.TryValidateObject(options.Http, new ValidationContext(options.Http), failures, validateAllProperties: true);
        if (string.IsNullOrWhiteSpace(options.Token) == string.IsNullOrWhiteSpace(options.TokenFile))
        {
            failures.Add(new ValidationResult("Set exactly one of Token and TokenFile.", [nameof(options.Token)]));
        }

        if (!options.BaseUrl.IsAbsoluteUri || (options.BaseUrl.Scheme != Uri.UriSchemeHttps && !options.BaseUrl.IsLoopback))
        {
            failures.Add(new ValidationResult("BaseUrl must be an https address; plain http is for this machine only.", [nameof(options.BaseUrl)]));
        }

        if (failures.Count > 0)
        {
            throw new SourceSettingsException(options.Source, typeof(SlackOptions), $"Slack source \"{options.Source}\"", failures);
        }
    }
}
