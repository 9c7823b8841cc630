using Archive.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Storage.Sqlite;

/// <summary>Registers the embedded record store over an archive that is open.</summary>
public static class SqliteStorageServiceCollectionExtensions
{
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, RecordArchive archive) => services.AddRecordStorage(archive);
}
