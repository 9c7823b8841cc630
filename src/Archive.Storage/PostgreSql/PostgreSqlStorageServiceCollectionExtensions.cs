using Archive.Storage.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Archive.Storage.PostgreSql;

/// <summary>Registers the record store on a server over an archive that is open.</summary>
public static class PostgreSqlStorageServiceCollectionExtensions
{
    public static IServiceCollection AddPostgreSqlStorage(this IServiceCollection services, RecordArchive archive) => services.AddRecordStorage(archive);

    /// <summary>Reads <see cref="PostgreSqlOptions.Section"/>: the archive is opened before there is a container to validate options.</summary>
    /// <exception cref="OptionsValidationException">A setting is missing or out of bounds; the message repeats none.</exception>
    public static PostgreSqlOptions ReadOptions(IConfiguration configuration)
    {
        var options = configuration.GetSection(PostgreSqlOptions.Section).Get<PostgreSqlOptions>() ?? new PostgreSqlOptions();
        var validation = new PostgreSqlOptionsValidator().Validate(null, options);
        return validation.Failed ? throw new OptionsValidationException(PostgreSqlOptions.Section, typeof(PostgreSqlOptions), validation.Failures) : options;
    }
}
