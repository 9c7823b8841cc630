using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Jobs;

/// <summary>Job storage that several processes share. Holds no truth either: a job is delivered at least once, and what it may do twice is decided by the
/// leases of the record store.</summary>
public static class PostgreSqlJobStorage
{
    public const string Schema = "hangfire";

    /// <summary>How long a job of a dead worker waits before another one gets it. A living worker says more often that it is alive.</summary>
    private static readonly TimeSpan Invisibility = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Call before <see cref="JobsServiceCollectionExtensions.AddArchiveJobs"/>. Connects to nothing.</summary>
    /// <param name="connectionString">Of a role that owns the schema: Hangfire makes its tables itself.</param>
    public static IServiceCollection AddPostgreSqlJobStorage(this IServiceCollection services, string connectionString) =>
        services.AddSingleton<JobStorage>(_ => Create(connectionString, Schema));

    /// <summary>Makes or renews the tables when first used.</summary>
    public static JobStorage Create(string connectionString, string schema)
    {
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = schema,
            InvisibilityTimeout = Invisibility,
            UseSlidingInvisibilityTimeout = true,
            QueuePollInterval = PollInterval,
        };
        return new PostgreSqlStorage(new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(connectionString, options), options);
    }
}
