using System.ComponentModel.DataAnnotations;
using Archive.Connectors.Slack;
using Archive.Core.Audit;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Core.Search;
using Archive.Core.Search.Certificates;
using Archive.Core.Search.Language;
using Archive.Core.Search.Reports;
using Archive.Core.Search.Saved;
using Archive.Search.Elasticsearch;
using Archive.Search.SqliteFts;
using Archive.Storage;
using Archive.Web.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Archive.Web.Hosting;

/// <summary>Puts the archive together: the one place that knows every adapter.</summary>
public static class ArchiveServiceCollectionExtensions
{
    /// <summary>The key that signs certificates; which archive it belongs to is told by the id of the key.</summary>
    private const string SigningKeyName = "messaging-archive";

    /// <param name="archive">Open record store; the caller disposes of it.</param>
    /// <param name="configuration">See <see cref="ArchiveConfiguration"/>.</param>
    /// <exception cref="OptionsValidationException">A setting is missing or out of bounds; nothing was started.</exception>
    public static IServiceCollection AddArchive(this IServiceCollection services, RecordArchive archive, IConfiguration configuration)
    {
        var settings = ArchiveConfiguration.ReadSettings(configuration);
        var register = new RegisterSource(archive.Folder);
        services.AddSingleton(settings);
        services.AddSingleton<Func<AccountRegister>>(register.Read);
        services.TryAddSingleton(s => new CaptureClock(s.GetRequiredService<TimeProvider>()));
        services.AddStore(archive, configuration);
        services.MeasureJobRuns();
        services.AddIndex(archive.Folder.Index, configuration);
        services.AddRedaction(configuration, archive.DeriveKey("redaction tags"));
        services.AddSources(settings);
        services.AddSingleton<QueryCompiler>(s => (text, scope, now) =>
            QueryBinder.Bind(text, scope, now is { } then ? CaptureClock.StandingAt(then).Time : s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<SearchService>();
        services.AddSingleton(new NoteSigner(SigningKeyName, archive.DeriveKey("note signing")));
        services.AddSingleton<AnswerCertifier>();
        services.AddSingleton<SavedSearchRuns>();
        services.AddSingleton<HitSubset>();
        services.AddSingleton<TermReportBuilder>();
        services.AddSingleton<IndexCatchUp>();
        services.AddSingleton<LegalHolds>();
        services.AddSingleton<RetentionSweep>();
        services.AddSingleton<ConfigurationRecord>();
        services.AddSingleton(s => new IngestionPipeline(
            s.GetRequiredService<IRecordStore>(),
            s.GetRequiredService<ISearchIndex>(),
            s.GetRequiredService<IRedactor>(),
            s.GetRequiredService<Func<AccountRegister>>(),
            s.GetRequiredService<CaptureClock>().Time));
        return services;
    }

    /// <summary>The engine that <c>Archive:Index:Engine</c> names.</summary>
    internal static void AddIndex(this IServiceCollection services, string embeddedFile, IConfiguration configuration)
    {
        switch (configuration["Archive:Index:Engine"])
        {
            case null or "" or "sqlite":
                services.AddSqliteFtsIndex(embeddedFile);
                break;
            case "elasticsearch":
                services.AddElasticsearchIndex(configuration);
                break;
            case var unknown:
                throw new OptionsValidationException("Archive:Index", typeof(string), [$"Archive:Index:Engine \"{unknown}\" is not known. Known engines: sqlite, elasticsearch."]);
        }
    }

    private static void AddRedaction(this IServiceCollection services, IConfiguration configuration, byte[] tagKey)
    {
        var options = configuration.GetSection(RedactionOptions.Section).Get<RedactionOptions>() ?? new RedactionOptions();
        var validation = new RedactionOptionsValidator().Validate(null, options);
        if (validation.Failed)
        {
            throw new OptionsValidationException(RedactionOptions.Section, typeof(RedactionOptions), validation.Failures);
        }

        services.AddSingleton<IRedactor>(s => new RedactionEngine(options.ToPolicy(), tagKey, s.GetRequiredService<TimeProvider>()));
    }

    private static void AddSources(this IServiceCollection services, ArchiveSettings settings)
    {
        foreach (var (name, source) in settings.Sources)
        {
            Validate(name, source);
            if (!HasToken(source))
            {
                continue;
            }

            services.AddSlackConnector(o =>
            {
                o.Source = name;
                o.Token = source.Token;
                o.TokenFile = source.TokenFile;
                o.BaseUrl = source.Address ?? o.BaseUrl;
                o.RequestsPerSecond = source.RequestsPerSecond;
                o.Api = Enum.Parse<SlackApiKind>(source.Api, ignoreCase: true);
            });
        }

        services.AddSingleton(provider => new SourceCatalog(settings.Sources.Select(s => new ConfiguredSource(
            s.Key,
            s.Value.Platform,
            $"{s.Value.Platform}, {s.Value.Api} API at {s.Value.Address?.Host ?? "slack.com"}",
            ToPolicy(s.Value.Retention),
            () => provider.GetServices<IChatConnector>().FirstOrDefault(c => c.Source == s.Key) ?? throw NoToken(s.Key)))));
    }

    /// <summary>Searching and cleaning up need no token: a missing one is an error of the pull alone.</summary>
    private static bool HasToken(SourceSettings source) => !string.IsNullOrWhiteSpace(source.Token) || !string.IsNullOrWhiteSpace(source.TokenFile);

    private static ConnectorException NoToken(string source) => new(
        ConnectorFailure.Unauthorized, $"Source \"{source}\" has no token. Set TokenFile under Archive:Sources:{source} in archive.json.");

    private static RetentionPolicy ToPolicy(RetentionSettings retention) => new(retention.Policy, retention.MinimumDays, retention.Action);

    private static void Validate(string name, SourceSettings source)
    {
        var failures = new List<ValidationResult>();
        Validator.TryValidateObject(source, new ValidationContext(source), failures, validateAllProperties: true);
        Validator.TryValidateObject(source.Retention, new ValidationContext(source.Retention), failures, validateAllProperties: true);
        if (source.Platform != "slack")
        {
            failures.Add(new ValidationResult($"Platform \"{source.Platform}\" is not known. Known platforms: slack."));
        }

        if (!Enum.TryParse<SlackApiKind>(source.Api, ignoreCase: true, out _))
        {
            failures.Add(new ValidationResult($"Api \"{source.Api}\" is not known. Known: {string.Join(", ", Enum.GetNames<SlackApiKind>()).ToLowerInvariant()}."));
        }

        if (failures.Count > 0)
        {
            throw new OptionsValidationException(name, typeof(SourceSettings), failures.Select(f => $"Source \"{name}\": {f.ErrorMessage}"));
        }
    }
}
