using Archive.Core.Evidence;
using Archive.Core.Jobs;
using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Search.Saved;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Archive.Storage.Sqlite;

/// <summary>Registers the embedded record store over an archive that is open.</summary>
public static class SqliteStorageServiceCollectionExtensions
{
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, SqliteArchive archive)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(archive);
        services.AddSingleton(archive.Folder);
        services.AddSingleton<IRecordStore, SqliteRecordStore>();
        services.AddSingleton<SqliteEvidenceLog>();
        services.AddSingleton<IEvidenceLog>(s => s.GetRequiredService<SqliteEvidenceLog>());
        services.AddSingleton<IDispositionStore, SqliteDispositionStore>();
        services.AddSingleton<ILogVerifier, SqliteLogVerifier>();
        services.AddSingleton<ILogProver, SqliteLogProver>();
        services.AddSingleton<IJobRunLog, SqliteJobRunLog>();
        services.AddSingleton<ISavedSearches, SqliteSavedSearches>();
        return services;
    }
}
