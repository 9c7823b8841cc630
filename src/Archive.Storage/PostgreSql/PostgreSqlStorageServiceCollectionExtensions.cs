using Archive.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Storage.PostgreSql;

/// <summary>Registers the record store on a server over an archive that is open.</summary>
public static class PostgreSqlStorageServiceCollectionExtensions
{
    public static IServiceCollection AddPostgreSqlStorage(this IServiceCollection services, RecordArchive archive) => services.AddRecordStorage(archive);
}
