using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace Archive.Jobs;

/// <summary>Job storage that several processes share. Holds no truth either: a job is delivered at least once, and what it may do twice is decided by the
/// leases of the record store.</summary>
public static class PostgreSqlJobStorage
{
    public const string Schema = "hangfire";

    /// <summary>How long a job of a dead worker waits before another one gets it. A living worker says more often that it is alive.</summary>
    private static readonly TimeSpan Invisibility = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Hangfire holds its locks for moments, and a killed process leaves them behind: until they end nothing is scheduled, and a worker that starts gives
    /// up after fifteen seconds. The default is ten minutes. What a lock that ends too early can cause is a job delivered twice.</summary>
    private static readonly TimeSpan LongestLock = TimeSpan.FromSeconds(10);

    /// <summary>Makes or renews the tables; harmless when they are up to date.</summary>
    /// <param name="owner">Of a role that may make the schema.</param>
    public static void Install(NpgsqlConnection owner) => PostgreSqlObjectsInstaller.Install(owner, Schema);

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="connectionString">Of a role with rights to the tables, which are there.</param>
    public static JobStorage Create(string connectionString)
    {
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = Schema,
            PrepareSchemaIfNecessary = false,
            InvisibilityTimeout = Invisibility,
            UseSlidingInvisibilityTimeout = true,
            QueuePollInterval = PollInterval,
            DistributedLockTimeout = LongestLock,
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
    }
}
