using Archive.Connectors.Http;
using Archive.Connectors.WeCom.Sdk;
using Archive.Core.Connectors;
using Archive.Core.Dependencies;
using Archive.Web.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Archive.Web.Sources;

/// <summary>The services of one source that was made on the pages. They stand apart from the host's, so that it can come, change and go while the host runs.</summary>
internal static class SourceServices
{
    /// <summary>Checks the settings as at a start of the program, and connects to nothing.</summary>
    /// <exception cref="SourceSettingsException">A value is missing or out of bounds.</exception>
    public static void Validate(StoredSource source) => Add(new ServiceCollection(), source);

    /// <param name="states">Where it is told whether calls to the platform go through.</param>
    /// <exception cref="SourceSettingsException">A value is missing or out of bounds.</exception>
    public static (ServiceProvider Services, ConfiguredSource Source) Build(StoredSource source, IServiceProvider host, DependencyStates states)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.Replace(ServiceDescriptor.Singleton(host.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(host.GetRequiredService<TimeProvider>());
        services.AddSingleton(states);
        if (host.GetService<RequestPaces>() is { } paces)
        {
            services.AddSingleton(paces); // of the app or token, whichever sources use it
        }

        if (host.GetService<TokenCache>() is { } tokens)
        {
            services.AddSingleton(tokens);
        }

        if (host.GetService<ISdkLauncher>() is { } launcher)
        {
            services.AddSingleton(launcher);
        }

        var (settings, description) = Add(services, source);
        var provider = services.BuildServiceProvider();
        return (provider, SourcePlatforms.ToSource(source.Name, settings, description, provider) with { Schedule = settings.Schedule });
    }

    private static (SourceSettings Settings, string Description) Add(IServiceCollection services, StoredSource source)
    {
        var path = SourcePlatforms.SectionOf(source.Name);
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(source.Settings.Append(new(nameof(SourceSettings.Platform), source.Platform)).Select(s => KeyValuePair.Create<string, string?>($"{path}:{s.Key}", s.Value)))
            .Build().GetSection(path);
        var settings = section.Get<SourceSettings>() ?? new SourceSettings();
        return (settings, SourcePlatforms.Add(services, source.Name, settings, section));
    }
}
