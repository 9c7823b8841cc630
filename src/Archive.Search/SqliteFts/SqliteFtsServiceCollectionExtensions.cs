using Archive.Core.Search;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Archive.Search.SqliteFts;

public static class SqliteFtsServiceCollectionExtensions
{
    /// <summary>Registers the embedded index. Nothing is opened before its first use.</summary>
    public static IServiceCollection AddSqliteFtsIndex(this IServiceCollection services, SqliteFtsOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Path);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISearchIndex>(provider => new SqliteFtsIndex(options, provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <inheritdoc cref="AddSqliteFtsIndex(IServiceCollection, SqliteFtsOptions)"/>
    public static IServiceCollection AddSqliteFtsIndex(this IServiceCollection services, string path) =>
        services.AddSqliteFtsIndex(new SqliteFtsOptions { Path = path });
}
