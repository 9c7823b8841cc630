using Archive.Connectors.Http;
using Archive.Core.Audit;
using Archive.Core.Completeness;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Ingestion;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
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
using Archive.Web.Register;
using Archive.Web.Sources;
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
        services.AddSingleton(settings);
        services.TryAddSingleton(s => new CaptureClock(s.GetRequiredService<TimeProvider>()));
        services.AddStore(archive, configuration);
        services.MeasureJobRuns();
        services.AddIndex(archive.Folder.Index, configuration);
        services.AddRedaction(configuration, archive.DeriveKey("redaction tags"));
        services.TryAddSingleton<RequestPaces>();
        services.TryAddSingleton<TokenCache>();
        services.AddSources(settings, configuration);
        services.AddSingleton<MadeSources>();
        services.AddSingleton<RenewSources>(s => s.GetRequiredService<MadeSources>().RenewAsync);
        services.AddSingleton<QueryCompiler>(s => (text, scope, now) =>
            QueryBinder.Bind(text, scope, now is { } then ? CaptureClock.StandingAt(then).Time : s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<SearchService>();
        services.AddSingleton(new NoteSigner(SigningKeyName, archive.DeriveKey("note signing")));
        services.AddSingleton<AnswerCertifier>();
        services.AddSingleton<DayStatements>();
        services.AddSingleton<StatementChecker>();
        services.AddSingleton(s => new DayOverview(
            s.GetRequiredService<DayStatements>(),
            s.GetRequiredService<IRecordStore>(),
            s.GetRequiredService<SourceCatalog>(),
            s.GetRequiredService<IOptions<CompletenessOptions>>().Value,
            s.GetRequiredService<CaptureClock>().Time));
        services.AddSingleton(s => new Confirmation(
            s.GetRequiredService<IRecordStore>(),
            s.GetRequiredService<IKnownItems>(),
            s.GetRequiredService<DayStatements>(),
            s.GetRequiredService<ISearchIndex>(),
            s.GetRequiredService<IRedactor>(),
            s.GetRequiredService<Func<SanctionRegister>>(),
            s.GetRequiredService<NoteSigner>(),
            s.GetRequiredService<IOptions<CompletenessOptions>>().Value,
            s.GetRequiredService<CaptureClock>().Time));
        services.AddOptions<CompletenessOptions>().Bind(configuration.GetSection(CompletenessOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SavedSearchRuns>();
        services.AddSingleton<HitSubset>();
        services.AddSingleton<TermReportBuilder>();
        services.AddSingleton<IndexCatchUp>();
        services.AddSingleton<LegalHolds>();
        services.AddSingleton<RetentionSweep>();
        services.AddSingleton<ImportedSource>(ImportedSources.Find);
        services.AddSingleton<QuarantineReading>();
        services.AddSingleton<QuarantineDiscards>();
        services.AddSingleton(s => new QuarantineRetry(
            s.GetRequiredService<IQuarantine>(),
            s.GetRequiredService<IRecordStore>(),
            s.GetRequiredService<ISearchIndex>(),
            s.GetRequiredService<IRedactor>(),
            s.GetRequiredService<Func<SanctionRegister>>(),
            s.GetRequiredService<SourceCatalog>(),
            s.GetRequiredService<ImportedSource>(),
            s.GetRequiredService<CaptureClock>().Time));
        services.AddSingleton(s => new RegisterDesk(
            s.GetRequiredService<IRegisterLog>(), s.GetRequiredService<CaptureClock>().Time, s.GetRequiredService<ILogger<RegisterDesk>>()));
        services.AddSingleton<RegisterFileImport>();
        services.AddSingleton(new NoticeLinks(archive.DeriveKey("notice links")));
        services.AddSingleton<ConfigurationRecord>();
        services.AddSingleton(s => new IngestionPipeline(
            s.GetRequiredService<IRecordStore>(),
            s.GetRequiredService<ISearchIndex>(),
            s.GetRequiredService<IRedactor>(),
            s.GetRequiredService<RegisterDesk>(),
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
}
