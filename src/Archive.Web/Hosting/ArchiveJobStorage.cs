using Archive.Jobs;
using Archive.Storage.PostgreSql;
using Hangfire;
using Microsoft.Extensions.Options;

namespace Archive.Web.Hosting;

/// <summary>The job storage that <c>Archive:Jobs:Engine</c> names: <c>memory</c> for one process, <c>postgresql</c> for several. Without it that of the
/// record store.</summary>
public static class ArchiveJobStorage
{
    /// <summary>Whether a job that one process starts may be run by another.</summary>
    /// <exception cref="OptionsValidationException">The engine is not known, or does not fit the record store.</exception>
    public static bool IsShared(IConfiguration configuration)
    {
        var isServer = ArchiveStore.IsOnServer(configuration);
        return configuration["Archive:Jobs:Engine"] switch
        {
            null or "" => isServer,
            "memory" => false,
            "postgresql" when isServer => true,
            "postgresql" => throw Invalid("Archive:Jobs:Engine postgresql needs Archive:Store:Engine postgresql: workers of several processes cannot share files."),
            var unknown => throw Invalid($"Archive:Jobs:Engine \"{unknown}\" is not known. Known engines: memory, postgresql."),
        };
    }

    /// <summary>Makes or renews the tables of the job storage.</summary>
    public static void Prepare(IConfiguration configuration)
    {
        if (IsShared(configuration))
        {
            PostgreSqlArchive.PrepareSchema(
                PostgreSqlStorageServiceCollectionExtensions.ReadOptions(configuration), PostgreSqlJobStorage.Schema, PostgreSqlJobStorage.Install);
        }
    }

    /// <summary>Call before the jobs are added.</summary>
    public static IServiceCollection AddJobStorage(this IServiceCollection services, IConfiguration configuration)
    {
        if (!IsShared(configuration))
        {
            return services;
        }

        var options = PostgreSqlStorageServiceCollectionExtensions.ReadOptions(configuration);
        return services.AddSingleton<JobStorage>(_ => PostgreSqlJobStorage.Create(PostgreSqlArchive.ReadConnectionString(options)));
    }

    private static OptionsValidationException Invalid(string message) => new("Archive:Jobs", typeof(string), [message]);
}
