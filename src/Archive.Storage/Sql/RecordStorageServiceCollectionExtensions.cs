using Archive.Core.Completeness;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Core.Search.Saved;
using Archive.Storage.Completeness;
using Archive.Storage.Evidence;
using Archive.Storage.Operations;
using Archive.Storage.Quarantine;
using Archive.Storage.Records;
using Archive.Storage.Sanctioning;
using Archive.Storage.Searches;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Archive.Storage.Sql;

/// <summary>Registers the ports over an archive that is open, whichever engine holds it.</summary>
internal static class RecordStorageServiceCollectionExtensions
{
    public static IServiceCollection AddRecordStorage(this IServiceCollection services, RecordArchive archive)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(archive);
        services.AddSingleton(archive.Folder);
        services.AddSingleton(archive.Engine.Dependencies);
        services.AddSingleton<IRecordStore, RecordStore>();
        services.AddSingleton<EvidenceLog>();
        services.AddSingleton<IEvidenceLog>(s => s.GetRequiredService<EvidenceLog>());
        services.TryAddSingleton<IRegisterLog, RegisterLog>();
        services.TryAddSingleton<Func<SanctionRegister>>(s => s.GetRequiredService<IRegisterLog>().Read);
        services.AddSingleton<DeletionGuards>();
        services.AddSingleton<DiscardDecisions>();
        services.AddSingleton<IQuarantine, QuarantineStore>();
        services.AddSingleton<IKnownItems, KnownItems>();
        services.AddSingleton<IDispositionStore, DispositionStore>();
        services.AddSingleton<ILogVerifier, LogVerifier>();
        services.AddSingleton<ILogProver, LogProver>();
        services.AddSingleton<IJobRunLog>(s => new JobRunLog(archive.Engine.Operations, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPullHints>(s => new PullHints(archive.Engine.Operations, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICapturedSources, CapturedSources>();
        services.AddSingleton<IStoredSources, StoredSources>();
        services.AddSingleton<ILeases, Leases>();
        services.AddSingleton<ISavedSearches, SavedSearches>();
        return services;
    }
}
