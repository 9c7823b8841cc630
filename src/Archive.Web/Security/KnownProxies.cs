using Archive.Web.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Archive.Web.Security;

/// <summary>Takes the reader's address and scheme from the proxies that the settings name, and from nobody else: whoever could write these headers could
/// make up the address by which sign-ins are limited.</summary>
internal static class KnownProxies
{
    /// <exception cref="OptionsValidationException">An entry is neither an address nor a network.</exception>
    public static IServiceCollection AddKnownProxies(this IServiceCollection services, WebSettings settings)
    {
        var networks = Named(settings).Select(Parse).ToList();
        return services.Configure<ForwardedHeadersOptions>(o =>
        {
            // Not the host: no address that we give out is made of it.
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            o.KnownProxies.Clear();
            o.KnownIPNetworks.Clear();
            foreach (var network in networks)
            {
                o.KnownIPNetworks.Add(network);
            }

            // As far back as known proxies vouch for each other.
            o.ForwardLimit = null;
        });
    }

    /// <summary>Belongs before everything that looks at address or scheme. Without known proxies nobody's headers are read.</summary>
    public static void UseKnownProxies(this WebApplication app)
    {
        if (Named(app.Services.GetRequiredService<IOptions<WebSettings>>().Value).Any())
        {
            app.UseForwardedHeaders();
        }
    }

    /// <summary>A variable that is set to nothing names nobody.</summary>
    private static IEnumerable<string> Named(WebSettings settings) => settings.KnownProxies.Where(p => !string.IsNullOrWhiteSpace(p));

    private static IPNetwork Parse(string text) =>
        AddressList.TryParse(text, out var network)
            ? network
            : throw new OptionsValidationException(
                WebSettings.Section,
                typeof(WebSettings),
                [$"{WebSettings.Section}:KnownProxies \"{text}\" is neither an address (10.0.0.5) nor a network (10.0.0.0/24)."]);
}
