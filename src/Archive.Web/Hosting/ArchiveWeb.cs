using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Archive.Core.Search.Saved;
using Archive.Storage;
using Archive.Web.Api;
using Archive.Web.Auth;
using Archive.Web.Evidence;
using Archive.Web.Hooks;
using Archive.Web.Mapping;
using Archive.Web.Messages;
using Archive.Web.Navigation;
using Archive.Web.Operations;
using Archive.Web.Search;
using Archive.Web.Security;
using Archive.Web.Sources;
using Archive.Web.Telemetry;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.ApplicationParts;

namespace Archive.Web.Hosting;

/// <summary>The pages and the API, for any host: <c>serve</c>, <c>demo</c> and tests add the same services and map the same endpoints. The host
/// adds the archive itself (stores, index, search, jobs) beside them.</summary>
public static class ArchiveWeb
{
    internal static readonly string[] Cultures = ["en", "zh-Hans"];

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The time zone of the pages does not exist, or a known proxy is no address.</exception>
    /// <param name="folder">Where the users database and the keys of cookies are, unless they are on the server of the records.</param>
    public static IServiceCollection AddArchiveWeb(this IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        var section = configuration.GetSection(WebSettings.Section);
        services.AddOptions<WebSettings>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ArchiveSettings>().Bind(configuration.GetSection(ArchiveSettings.Section));
        var settings = section.Get<WebSettings>() ?? new WebSettings();

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton((configuration.GetSection(PagesSettings.Section).Get<PagesSettings>() ?? new PagesSettings()).FindZone());
        services.AddHttpContextAccessor();
        services.AddArchiveAuth(UsersDatabase.ToWrite(folder, configuration), settings);
        services.AddArchiveSecurity(settings);
        services.AddSingleton<IAuthorizationHandler>(
            new ProbeAccess((configuration.GetSection(HealthSettings.Section).Get<HealthSettings>() ?? new HealthSettings()).ReadToken()));
        services.AddKnownProxies(settings);
        services.AddLocalization(o => o.ResourcesPath = "Resources");
        services.Configure<RequestLocalizationOptions>(UseCultures);

        // Chinese stays readable in the pages' source; what has a meaning in HTML is still encoded.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRazorPages().ConfigureApplicationPartManager(AddPages);
        services.AddSingleton<StaticAssets>();
        services.AddSingleton(ArchiveMapper.Create());
        services.AddSingleton<ISearchOwners, DirectorySearchOwners>();
        services.AddSingleton<ResultReader>();
        services.AddSingleton<TermReports>();
        services.AddSingleton<AnswerDownload>();
        services.AddSingleton<NotSearchableReader>();
        services.AddScoped<FacetGroups>();
        services.AddScoped<ConversationReader>();
        services.AddScoped<PurposeInForce>();
        services.AddScoped<Shell>();
        services.AddScoped<Words.PageWords>();
        services.AddSingleton<CleanUpSimulations>();
        services.AddSingleton<VerificationRuns>();
        services.AddScoped<SourceOverview>();
        services.AddSingleton<JobStart>();
        services.AddSingleton<SourceStates>();
        services.AddSingleton<KnownSources>();
        services.AddHostedService<SourceWatch>();
        services.AddSingleton<TypedSecrets>();
        services.AddSingleton<SourceChanges>();
        services.AddScoped<EntryReader>();
        services.AddScoped<SourceFormPages>();
        services.AddSingleton<AuditSearch>();
        services.AddArchiveHooks();
        services.AddArchiveApi();
        services.AddArchiveTelemetry(configuration);
        return services;
    }

    /// <summary>Brings the users database to this version and maps everything. Call once, after <c>Build</c>.</summary>
    public static WebApplication MapArchiveWeb(this WebApplication app)
    {
        OpenUsers(app.Services);

        app.UseKnownProxies();
        app.UseExceptionHandler("/status/500");
        app.UseMiddleware<SecurityHeaders>();
        app.UseRequestLocalization();
        app.UseStatusCodePages(StatusAnswer.WriteAsync);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapStaticAssetsOfArchive();
        app.MapRazorPages();
        app.MapAttachmentDownload();
        app.MapArchiveHooks();
        app.MapArchiveApi();
        app.MapArchiveHealth();
        app.MapArchiveDashboard();
        app.MapArchiveMetrics();
        return app;
    }

    /// <summary>What a process serves that only runs jobs: whether it is well. Call once, after <c>Build</c>, instead of <see cref="MapArchiveWeb"/>.</summary>
    public static WebApplication MapArchiveWorker(this WebApplication app)
    {
        OpenUsers(app.Services);

        app.UseMiddleware<SecurityHeaders>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapArchiveHealth();
        app.MapArchiveMetrics();
        return app;
    }

    private static void OpenUsers(IServiceProvider services)
    {
        var users = services.GetRequiredService<UsersDatabase>();
        users.Open();
        users.PrepareCookieKeys(services);
    }

    private static void AddPages(ApplicationPartManager manager)
    {
        // The host is another assembly, whose references are not searched for pages.
        var assembly = typeof(ArchiveWeb).Assembly;
        foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly))
        {
            if (!manager.ApplicationParts.Any(p => p.GetType() == part.GetType() && p.Name == part.Name))
            {
                manager.ApplicationParts.Add(part);
            }
        }
    }

    private static void UseCultures(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture("en");
        options.SupportedCultures = [.. Cultures.Select(CultureInfo.GetCultureInfo)];
        options.SupportedUICultures = options.SupportedCultures;
        options.FallBackToParentUICultures = true;
        options.RequestCultureProviders =
        [
            new CookieRequestCultureProvider { CookieName = Preferences.LanguageCookie },
            new ChineseByRegion(),
            new AcceptLanguageHeaderRequestCultureProvider(),
        ];
    }

    /// <summary>"zh-CN", "zh-SG" and "zh" all mean the simplified texts; .NET's parents of zh-CN lead there, but a bare "zh" does not.</summary>
    private sealed class ChineseByRegion : RequestCultureProvider
    {
        public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
        {
            var first = httpContext.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).FirstOrDefault();
            return Task.FromResult(
                first?.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? new ProviderCultureResult("zh-Hans") : null);
        }
    }
}
