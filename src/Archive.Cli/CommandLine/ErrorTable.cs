using System.Net.Sockets;
using Archive.Core.Connectors;
using Archive.Core.Quarantine;
using Archive.Core.Sanctioning;
using Archive.Core.Search;
using Archive.Core.Search.Certificates;
using Archive.Core.Search.Language;
using Archive.Jobs;
using Archive.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Archive.Cli.CommandLine;

/// <summary>The one table from exceptions to exit code and message. The messages named here promise to hold no content and no secret; of any other
/// exception only the kind is told.</summary>
internal static class ErrorTable
{
    /// <summary>SQLITE_FULL of users.db and operations.db; the other files answer with a <see cref="StorageException"/>.</summary>
    private const int SqliteFull = 13;

    public static (int ExitCode, string Message) Find(Exception error) => error switch
    {
        CliException known => (known.ExitCode, known.Message),
        OperationCanceledException => (ExitCodes.Stopped, "Stopped. What was stored is kept; starting again goes on from there."),
        ArchiveInUseException => (ExitCodes.Refused, error.Message),
        QueryException query => (ExitCodes.Unreadable, $"The query cannot be read, column {query.Column}: {query.Message}"
            + (query.Suggestion is { } suggestion ? $" Did you mean: {suggestion}" : "")),
        RegisterFormatException => (ExitCodes.Unreadable, $"register.csv cannot be read. {error.Message} Correct the file and start again."),
        RegisterRefusedException => (ExitCodes.Refused, error.Message),
        StorageException storage => (Code(storage.Kind), storage.Message),
        IndexUnavailableException => (ExitCodes.Unreadable, error.Message),
        QuarantineRefusedException => (ExitCodes.Refused, error.Message),
        CertificateRefusedException => (ExitCodes.Failed, error.Message),
        ConnectorException or JobFailedException => (ExitCodes.Failed, error.Message),
        OptionsValidationException options => (ExitCodes.Unreadable, $"The settings are not valid: {string.Join(" ", options.Failures)}"),
        InvalidDataException => (ExitCodes.Unreadable, error.Message),
        _ when JobErrors.IsDiskFull(error) || Find<SqliteException>(error) is { SqliteErrorCode: SqliteFull } => (ExitCodes.Failed, "The disk is full. What was committed before is safe. Free some space and start again."),
        _ when Find<SocketException>(error) is { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            (ExitCodes.Failed, "The address is in use by another program. Choose another one with --urls, for instance --urls http://127.0.0.1:5081."),
        FileNotFoundException { FileName: { } file } => (ExitCodes.Failed, $"{file} does not exist. Check the path."),
        UnauthorizedAccessException => (ExitCodes.Failed, $"{error.Message} Check who may read and write it."),
        IOException => (ExitCodes.Failed, error.Message),
        _ => (ExitCodes.Failed, $"Unexpected {error.GetType().Name}. Run the command again with --verbose for its details."),
    };

    private static int Code(StorageFailure failure) => failure switch
    {
        StorageFailure.Corrupt or StorageFailure.Unreadable or StorageFailure.Newer => ExitCodes.Unreadable,
        StorageFailure.Busy or StorageFailure.Refused => ExitCodes.Refused,
        _ => ExitCodes.Failed,
    };

    private static T? Find<T>(Exception? error)
        where T : Exception => error is null or T ? error as T : Find<T>(error.InnerException);
}
