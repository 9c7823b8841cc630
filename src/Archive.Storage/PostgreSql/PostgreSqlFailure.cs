using Npgsql;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Archive.Storage.PostgreSql;

/// <summary>What an error of the server means, and what to do about it. Takes the words of the server only where they are our own: others can hold
/// values.</summary>
internal static class PostgreSqlFailure
{
    /// <summary>The session stood still in the middle of a transaction for longer than it may; the server ended it.</summary>
    private const string StoodStill = "25P03";

    /// <summary>The server cannot be reached, is starting or stopping, or the connection was lost.</summary>
    public static bool IsLost(Exception error) => error switch
    {
        PostgresException e => e.SqlState is "57P01" or "57P02" or "57P03" or StoodStill or PostgresErrorCodes.TooManyConnections || e.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException => true,
        System.Net.Sockets.SocketException or IOException => true,
        _ => false,
    };

    /// <summary>The commit was on its way. A session that stood still was ended before it came.</summary>
    public static bool MayBeCommitted(Exception error) => IsLost(error) && error is not PostgresException { SqlState: StoodStill };

    /// <summary>Besides, the server did not answer in time: while connecting nothing can have been done.</summary>
    public static bool IsNotConnected(Exception error) => IsLost(error) || error is NpgsqlException { InnerException: TimeoutException };

    /// <summary>Another transaction came first; nothing of this one is there.</summary>
    public static bool IsConflict(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    public static bool IsOfServer(Exception error) =>
        error is NpgsqlException or System.Net.Sockets.SocketException or IOException or BrokenCircuitException or TimeoutRejectedException or TimeoutException;

    public static StorageException ToStorage(string name, Exception error) => error switch
    {
        PostgresException e => OfServer(name, e),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => new(
            StorageFailure.Busy, $"{name} took too long to answer. Nothing is lost; try again, or raise CommandTimeout.", error),
        _ => new(
            StorageFailure.Unreachable, $"{name} cannot be reached ({error.GetType().Name}). What was committed is safe. Check that the server runs and try again.", error),
    };

    /// <summary>The connection was lost when the commit was under way: it is there whole, or not at all.</summary>
    public static StorageException Unknown(string name, Exception error) => new(
        StorageFailure.Unreachable,
        $"The connection to {name} was lost during a commit: the change is there as a whole or not at all. Start again; what is there is not stored twice.",
        error);

    private static StorageException OfServer(string name, PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
            StorageFailure.Unreadable, $"{name} refused user or password. Check the connection strings under {PostgreSqlOptions.Section}.", e),
        PostgresErrorCodes.InvalidCatalogName => new(
            StorageFailure.Unreadable, $"{name} does not exist. Create the database, then run 'archive migrate'.", e),
        PostgresErrorCodes.InsufficientPrivilege => new(
            StorageFailure.Refused, $"{name} refused the change: the role has no right to it. Run 'archive migrate' with OwnerConnectionString.", e),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedFunction => new(
            StorageFailure.Unreadable, $"There is no archive of this version in {name}. Run 'archive migrate'.", e),
        PostgresErrorCodes.DiskFull => new(
            StorageFailure.Full, $"The disk of {name} is full. What was committed before is safe. Free some space and start again.", e),
        PostgresErrorCodes.RaiseException => new(StorageFailure.Refused, $"{name} refused the change: {e.MessageText}.", e),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => new(
            StorageFailure.Busy, $"{name} is too busy ({e.SqlState}). Nothing is lost; try again.", e),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new(
            StorageFailure.Corrupt, $"{name} is damaged ({e.SqlState}). Restore it from a backup.", e),
        _ when e.SqlState.StartsWith("23", StringComparison.Ordinal) => new(
            StorageFailure.Refused, $"{name} refused the change: constraint {e.ConstraintName}.", e),
        _ when IsLost(e) => new(
            StorageFailure.Unreachable, $"{name} is stopping or starting ({e.SqlState}). What was committed is safe. Try again.", e),
        _ => new(StorageFailure.Failed, $"{name} answered with error {e.SqlState}.", e),
    };
}
